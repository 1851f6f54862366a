/** What the simulation of the whole system is made of, as far as it is the client's. */
export { createFakeClock, settle, type FakeClock } from './fake-clock.ts';
export { faultless, type NetworkFaults, type NetworkServer, type NetworkSocket } from './fake-network.ts';
export { createSeededRandom, type SeededRandom } from './seeded-random.ts';
export { createSimulatedDevice, type SimulatedDevice } from './simulated-device.ts';
