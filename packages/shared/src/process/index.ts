export { type Environment, inheritedEnvironment } from './environment.js';
export { ProcessError, type ProcessErrorCode, type ProcessErrorDetails, processErrorCodes } from './process-error.js';
export { type ProcessResult, type RunRequest, runProcess } from './run-process.js';
export { type ProcessEnd, type ProcessRequest, type RunningProcess, startProcess } from './start-process.js';
export { systemClock } from './system-clock.js';
