export { CodedError, type CodedErrorOptions, errorCode, errorMessage, isCodedError } from './coded-error.js';
