import { refuse, sagaTest, staySilent, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = {
  account: 'a-1',
  cents: 90_000,
  from: 'Berlin',
  to: 'Lisbon',
  nights: 3,
  traveller: 'ann@example.com',
};

function trip() {
  return sagaTest(readExample('book-trip'))
    .participant('airline', { 'airline.book': succeed({ booking: 'LH-1' }) })
    .participant('hotel', { 'hotel.book': succeed({ booking: 'H-1' }) });
}

describe('book-trip', () => {
  it('asks for all legs at once, and sends the tickets with what they gave', async () => {
    const saga = await trip().run(input);
    expect(saga.status).toBe('completed');
    const legs = saga.commands.slice(1, 4).map(({ name }) => name);
    expect(legs).toEqual(['airline.book', 'hotel.book', 'cars.rent']);
    expect(saga.commands.at(-1)!.input).toEqual({ to: 'ann@example.com', flight: 'LH-1', room: 'H-1' });
  });

  it('cancels what was booked when a leg can not be had', async () => {
    const saga = await trip()
      .participant('hotel', { 'hotel.book': refuse('full', 'no room left') })
      .run(input);
    expect(saga.status).toBe('compensated');
    // The seat goes with the flight: it has no undoing of its own.
    expect(saga.standing).toEqual(['seat']);
  });

  it('cancels a leg, too, that never answered', async () => {
    const saga = await trip()
      .participant('cars', { 'cars.rent': staySilent(3) })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.commands.filter(({ direction }) => direction === 'undo').map(({ name }) => name)).toContain(
      'cars.return',
    );
  });
});
