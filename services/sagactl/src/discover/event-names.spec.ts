import { definitionName, eventNames } from './event-names.js';

it.each([
  [
    ['order.placed', 'payment.taken'],
    ['orderPlaced', 'paymentTaken'],
  ],
  [
    ['com.acme.order.placed.v1', 'com.acme.order.sent.v1'],
    ['placedV1', 'sentV1'],
  ],
  [
    ['OrderPlaced', 'order_sent', 'URL.checked'],
    ['orderPlaced', 'orderSent', 'urlChecked'],
  ],
  [
    ['a.b', 'a-b', 'a.b.c'],
    ['b', 'b2', 'bC'],
  ],
  [
    ['order', 'order.paid'],
    ['order', 'orderPaid'],
  ],
  [
    ['1st.try', 'choreography', '...', 'größe'],
    ['event1stTry', 'choreography2', 'event', 'grE'],
  ],
  [['order.placed'], ['orderPlaced']],
])('names the events %j %j', (types, names) => {
  expect(eventNames(types)).toEqual(names);
});

it.each([
  ['order.placed', 'order-placed'],
  ['com.acme.OrderPlaced', 'com-acme-order-placed'],
  ['7.', 'discovered'],
])('names a definition that %s starts %s', (type, name) => {
  expect(definitionName(type)).toBe(name);
});
