export { createLogger, type LoggerOptions, type LogLevel, logLevels } from './create-logger.js';
