export { createEnvironmentResolver, createFileResolver } from './secret-resolvers.js';
export { createSecretStore, type SecretStore, type SecretStoreOptions } from './secret-store.js';
