// A participant: the service "party", which does and undoes steps of sagas.
import { createKafkaBus } from '@saga/bus';
import { BusinessFailure, createParticipant, inMemoryBarrier } from '@saga/participant';

const seats = new Map();
const bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS.split(','), clientId: 'party' });

const party = createParticipant({
  name: 'party',
  bus,
  barrier: inMemoryBarrier(), // postgresBarrier(pool) for effects in your own Postgres
  handlers: {
    'party.keep-a-seat': async ({ input }) => {
      seats.set(input.guest, seats.size + 1);
      return { number: seats.size };
    },
    'party.free-the-seat': async ({ input }) => {
      seats.delete(input.guest);
    },
    'party.send-a-letter': async ({ input }) => {
      if (input.guest === 'the fox') throw new BusinessFailure('not-welcome', 'the geese object');
      return { sent: `seat ${input.seat} is yours, ${input.guest}` };
    },
  },
});

await party.start();
console.log('party is ready');
