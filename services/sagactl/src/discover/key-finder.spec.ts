import { KeyFinder } from './key-finder.js';

const [PLACED, PAID, SENT] = [0, 1, 2];

/** What the finder chooses, for so many flows whose events have these candidates. */
function chosen(
  flows: number,
  candidatesOf: ((flow: number) => Record<string, string>)[],
  given?: (activity: number) => string | undefined,
) {
  const finder = new KeyFinder();
  for (let flow = 0; flow < flows; flow++)
    candidatesOf.forEach((candidates, activity) => finder.add(activity, Object.entries(candidates(flow))));
  return finder.choose(given);
}
const keys = (choices: ReturnType<typeof chosen>) => [...choices.values()].map(({ key }) => key);

it('takes what joins the most events, under whatever name it goes', () => {
  const choices = chosen(100, [
    (i) => ({ 'event.data.id': `o${i}`, 'event.data.customer': `c${i % 30}`, 'event.data.currency': 'EUR' }),
    (i) => ({
      'event.data.customer': `c${i % 30}`,
      'event.data.order': `o${i}`,
      'event.data.currency': 'EUR',
    }),
  ]);
  expect(choices.get(PAID)).toEqual({
    key: 'event.data.order',
    others: [{ key: 'event.data.customer', asGood: expect.closeTo(0.09, 2) }],
  });
  expect(keys(choices)).toEqual(['event.data.id', 'event.data.order']);
});

it('would rather have a field of the data than the key of the message, and an id than an amount', () => {
  const choices = chosen(50, [
    (i) => ({ 'event.data.amount': `${1_000 + i}`, 'event.data.orderId': `o${i}`, 'event.key': `o${i}` }),
    (i) => ({ 'event.data.amount': `${1_000 + i}`, 'event.data.orderId': `o${i}`, 'event.key': `o${i}` }),
  ]);
  expect(keys(choices)).toEqual(['event.data.orderId', 'event.data.orderId']);
  expect(choices.get(PLACED)!.others.map(({ key, asGood }) => [key, asGood])).toEqual([
    ['event.data.amount', 1],
    ['event.key', 1],
  ]);
});

it('takes the key of the message where the data does not say', () => {
  const choices = chosen(50, [(i) => ({ 'event.data.id': `o${i}` }), (i) => ({ 'event.key': `o${i}` })]);
  expect(keys(choices)).toEqual(['event.data.id', 'event.key']);
});

it('joins one to many, such as instalments to their order', () => {
  const finder = new KeyFinder();
  for (let order = 0; order < 50; order++) {
    finder.add(PLACED, [['event.data.id', `o${order}`]]);
    for (let part = 0; part < 3; part++)
      finder.add(PAID, [
        ['event.data.instalment', `p${order}-${part}`],
        ['event.data.order', `o${order}`],
      ]);
  }
  expect(finder.choose().get(PAID)!.key).toBe('event.data.order');
});

it('says so if nothing joins a type to another', () => {
  const choices = chosen(10, [
    (i) => ({ 'event.data.id': `${i}` }),
    (i) => ({ 'event.data.id': `${i}` }),
    (i) => ({ 'event.data.id': `x${i}` }),
  ]);
  expect(choices.get(SENT)).toEqual({ key: null, others: [] });
});

it('takes what it is told, and joins the others to that', () => {
  const both = (i: number) => ({ 'event.data.customer': `c${i % 20}`, 'event.data.order': `o${i}` });
  const choices = chosen(100, [both, both], (activity) =>
    activity === PLACED ? 'event.data.customer' : undefined,
  );
  expect(keys(choices)).toEqual(['event.data.customer', 'event.data.customer']);
});
