export { parseByteSize } from './byte-size.js';
export type { ConfigFinding } from './config-finding.js';
export { configReference } from './config-reference.js';
export { type ConfigInput, type LoadedConfig, loadConfig } from './load-config.js';
export { createEnvironmentResolver, createFileResolver } from './secret-resolvers.js';
export { createSecretStore, type SecretStore, type SecretStoreOptions } from './secret-store.js';
export { byteSize, duration, secretReference } from './setting-types.js';
export { type ConfigSchema, configJsonSchema, type JsonSchema, listSettings, type Setting } from './settings.js';
