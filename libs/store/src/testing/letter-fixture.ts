import type { NewLetter } from '../dead-letters.js';

const NOON = Date.parse('2026-01-31T12:00:00Z');

/** What specs say of a letter; the rest does not matter to them. */
export type LetterGiven = Partial<Omit<NewLetter, 'original'>> & {
  original?: Partial<NewLetter['original']>;
};

/** A letter of a reply that nobody asked for, given up `minute` minutes after noon. */
export function letterOf(
  letterId: string,
  minute: number,
  { original, ...given }: LetterGiven = {},
): NewLetter {
  return {
    letterId,
    consumerGroup: 'coordinator',
    cause: { code: 'unknown-saga', message: 'no saga "s" was started here', field: 'ce_sagaid' },
    ...{ tenant: null, sagaId: null, fingerprint: letterId, redriveOf: null },
    givenUpAt: NOON + minute * 60_000,
    ...given,
    original: {
      ...{ topic: 'saga.reply', partition: 0, offset: '7', timestamp: NOON, key: 's' },
      ...{ headers: { ce_id: '1' }, value: Buffer.from('{}') },
      ...original,
    },
  };
}
