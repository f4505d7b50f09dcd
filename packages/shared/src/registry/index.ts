export type { CredentialProvider, RegistryCredential } from './credential.js';
export type { CredentialPlaces, KubernetesSecretReader } from './credential-lookup.js';
export { type CredentialReading, type CredentialReference, readCredentialReference } from './credential-reference.js';
export {
  type CredentialPlace,
  type CredentialStore,
  type CredentialStoreDependencies,
  createCredentialStore,
} from './credential-store.js';
export type { DigestFacts, FactCache } from './digest-facts.js';
export { createFactCache, type FactCacheOptions } from './disk-fact-cache.js';
export type { DockerPlace } from './docker-credentials.js';
export { createEcrCredentials, createEcrPublicCredentials, type EcrCredentialOptions } from './ecr-credentials.js';
export type { PrivateEcr } from './ecr-failure.js';
export { createEcrRegistry, type EcrRegistryDependencies, type EcrRegistryOptions } from './ecr-registry.js';
export type { Ask } from './image-source.js';
export { createMemoryFactCache } from './memory-fact-cache.js';
export { createOciRegistry, type OciRegistryDependencies, type OciRegistryOptions } from './oci-registry.js';
export {
  createRegistries,
  type RegistriesDependencies,
  type RegistriesOptions,
  type RegistryTls,
} from './registries.js';
export {
  type ConfFinding,
  parseRegistriesConf,
  type RegistriesConfReading,
  type RegistryEntry,
} from './registries-conf.js';
export {
  RegistryError,
  type RegistryErrorCode,
  type RegistryErrorOptions,
  registryErrorCodes,
} from './registry-error.js';
export type { OnRegistryRequest, RegistryRequestKind } from './request-kind.js';
export { type SelectedRegistry, selectRegistry } from './select-registry.js';
