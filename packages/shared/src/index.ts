export { CodedError, type CodedErrorOptions, errorCode, errorMessage, isCodedError } from './errors/index.js';
export { Secret } from './secret/index.js';
