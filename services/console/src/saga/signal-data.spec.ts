import { readSignalData } from './signal-data.js';

it('reads the data of a signal', () => {
  expect(readSignalData('{ "by": "ada" }')).toEqual({ data: { by: 'ada' }, fault: null });
});

it.each(['[1]', '"go"', 'null', '{ by: ada }', ''])('says what is wrong with %j', (text) => {
  expect(readSignalData(text)).toEqual({ data: null, fault: expect.stringMatching(/./) });
});
