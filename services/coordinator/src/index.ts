export { type CoordinatorConfig, InvalidConfiguration, readConfig } from './config/coordinator-config.js';
export { type RunningCoordinator, startCoordinator } from './start-coordinator.js';
