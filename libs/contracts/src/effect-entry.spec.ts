import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  canonicalJson,
  type EffectEntry,
  FIRST_LINK,
  hashOf,
  type Json,
  linkHash,
  roundPrevious,
} from './index.js';

const entry: EffectEntry = {
  ...{ participant: 'payments', chain: 3, sagaId: 'order-7', step: 'charge', direction: 'do', attempt: 1 },
  ...{ command: 'payments.charge', commandId: 'order-7:charge:do:1', effect: 'p-31' },
  time: '2026-01-31T12:00:00.120Z',
};

describe('canonical JSON', () => {
  it('has the fields in the order of their names, at every depth, and no white space', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }, 'é'], a: { z: true, y: 0.5 } })).toBe(
      '{"a":{"y":0.5,"z":true},"b":[{"c":null,"d":1},"é"]}',
    );
  });

  it('says the same as the value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text) as Json;
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});

describe('the hash of an effect', () => {
  it('is the SHA-256 of a text that any language can write', () => {
    const text =
      '{"entry":{"attempt":1,"chain":3,"command":"payments.charge","commandId":"order-7:charge:do:1",' +
      '"direction":"do","effect":"p-31","participant":"payments","sagaId":"order-7","step":"charge",' +
      `"time":"2026-01-31T12:00:00.120Z"},"previous":"${FIRST_LINK}"}`;
    expect(linkHash(entry, FIRST_LINK)).toBe(createHash('sha256').update(text).digest('hex'));
    expect(roundPrevious(entry).join(FIRST_LINK)).toBe(text);
  });

  it.each(Object.keys(entry) as (keyof EffectEntry)[])('changes with the %s', (field) => {
    expect(linkHash({ ...entry, [field]: 'another' }, FIRST_LINK)).not.toBe(linkHash(entry, FIRST_LINK));
  });

  it('changes with the hash before', () => {
    expect(linkHash(entry, hashOf({}))).not.toBe(linkHash(entry, FIRST_LINK));
  });
});
