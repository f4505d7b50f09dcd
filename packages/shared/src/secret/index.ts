export { Secret } from './secret.js';
export {
  isSecretError,
  SecretError,
  type SecretErrorCode,
  secretErrorCodes,
} from './secret-error.js';
export { parseSecretReference, type SecretReference } from './secret-reference.js';
