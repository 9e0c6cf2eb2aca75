import { KnownSagas, sizeOfSaga } from './known-sagas.js';
import { changeBy, start, success } from './testing/saga-fixture.js';

const begun = (id: string, note = '') => changeBy([start(id, { input: { note } })]).after;

describe('KnownSagas', () => {
  it('gives a saga as it was kept last', () => {
    const known = new KnownSagas();
    const before = begun('a');
    const { after } = changeBy([success('reserve')], { before });
    known.keep(before);
    known.keep(after);
    expect(known.get('a')).toBe(after);
    expect(known.get('b')).toBeUndefined();
  });

  it('forgets a saga that has ended', () => {
    const known = new KnownSagas();
    const before = begun('a');
    known.keep(before);
    known.keep(
      changeBy(
        ['reserve', 'charge', 'ship', 'confirm'].map((step) => success(step)),
        { before },
      ).after,
    );
    expect(known.get('a')).toBeUndefined();
  });

  it('forgets those that were written longest ago when all of them get too large', () => {
    const size = sizeOfSaga(begun('a').state);
    const known = new KnownSagas(2 * size);
    for (const id of ['a', 'b', 'a', 'c']) known.keep(begun(id));
    expect(['a', 'b', 'c'].filter((id) => known.get(id))).toEqual(['a', 'c']);
  });

  it('does not keep a saga that is too large by itself', () => {
    const known = new KnownSagas(5_000);
    known.keep(begun('large', 'x'.repeat(5_000)));
    expect(known.get('large')).toBeUndefined();
    known.keep(begun('small'));
    expect(known.get('small')).toBeDefined();
  });
});
