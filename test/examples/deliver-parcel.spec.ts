import { refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { parcel: 'p-1', sender: 'bob@example.com' };
const slots = [2, 4, 7].map((day) => succeed({ id: `slot-${day}`, from: `2026-03-0${day}T16:00:00Z` }));
const nobody = succeed({ delivered: false });

function post() {
  return sagaTest(readExample('deliver-parcel')).participant('courier', {
    'courier.plan': slots,
    'courier.visit': [nobody, succeed({ delivered: true, signature: 'Ann' })],
  });
}

describe('deliver-parcel', () => {
  it('comes again until somebody opens', async () => {
    const saga = await post().run(input, { at: '2026-03-01T09:00:00Z' });
    expect(saga.status).toBe('completed');
    expect(
      saga.commands.filter(({ name }) => name === 'courier.visit').map(({ time, input }) => [time, input]),
    ).toEqual([
      ['2026-03-02T16:00:00.000Z', { parcel: 'p-1', slot: 'slot-2' }],
      ['2026-03-04T16:00:00.000Z', { parcel: 'p-1', slot: 'slot-4' }],
    ]);
    expect(saga.commands.at(-1)!.input).toMatchObject({ template: 'delivered', signature: 'Ann' });
  });

  it('goes back after three visits in vain, with an apology', async () => {
    const saga = await post().participant('courier', { 'courier.visit': nobody }).run(input, {
      at: '2026-03-01T09:00:00Z',
    });
    expect(saga.story()).toMatchInlineSnapshot(`
      "+0s    deliver-parcel starts
      +0s    takeIn: depot.take-in
      +0s    takeIn: done
      +0s    visits: round 0
      +0s    visits[0].slot: courier.plan
      +0s    visits[0].slot: done
      +0s    visits[0].wait: waits 1d7h
      +1d7h  visits[0].wait: done
      +1d7h  visits[0].visit: courier.visit
      +1d7h  visits[0].visit: done
      +1d7h  visits: round 1
      +1d7h  visits[1].slot: courier.plan
      +1d7h  visits[1].slot: done
      +1d7h  visits[1].wait: waits 2d
      +3d7h  visits[1].wait: done
      +3d7h  visits[1].visit: courier.visit
      +3d7h  visits[1].visit: done
      +3d7h  visits: round 2
      +3d7h  visits[2].slot: courier.plan
      +3d7h  visits[2].slot: done
      +3d7h  visits[2].wait: waits 3d
      +6d7h  visits[2].wait: done
      +6d7h  visits[2].visit: courier.visit
      +6d7h  visits[2].visit: done
      +6d7h  visits: refused (rounds-exhausted), given up
      +6d7h  compensating, because of rounds-exhausted at visits
      +6d7h  undo takeIn: depot.return-to-sender
      +6d7h  undo takeIn: done
      +6d7h  apologise: mail.send
      +6d7h  apologise: done
      +6d7h  compensated"
    `);
  });

  it('goes back at once when the address does not exist', async () => {
    const saga = await post()
      .participant('courier', { 'courier.visit': refuse('no-such-address') })
      .run(input, { at: '2026-03-01T09:00:00Z' });
    expect(saga.commands.slice(-2).map(({ name }) => name)).toEqual(['depot.return-to-sender', 'mail.send']);
  });
});
