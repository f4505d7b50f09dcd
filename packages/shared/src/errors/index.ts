export { CodedError, type CodedErrorOptions, errorCode, errorMessage, isCodedError } from './coded-error.js';
export { type ExitCodeName, exitCodeMeanings, exitCodes } from './exit-codes.js';
