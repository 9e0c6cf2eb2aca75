import { InMemoryParkingLot } from './in-memory-parking.js';
import { parkingContract } from './parking-contract.js';

parkingContract('the in-memory parking lot', async () => {
  const clock = { time: 0 };
  const lot = new InMemoryParkingLot({ now: () => clock.time, backoff: () => 1_000 });
  return { lot, letRestEnd: async () => void (clock.time += 1_000) };
});
