export {
  type AdministeredCluster,
  type ApplicationToCreate,
  type OperatedApplication,
  type OperatedCluster,
  openCluster,
} from './cluster.js';
export { type DesiredState, desiredState, type ManifestFiles, type ManifestPlace } from './desired-state.js';
export { operatorProgram } from './operator-program.js';
export { type OperatorOptions, type RunningOperator, startOperator } from './start-operator.js';
