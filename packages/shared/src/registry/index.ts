export {
  type ConfFinding,
  parseRegistriesConf,
  type RegistriesConfReading,
  type RegistryEntry,
} from './conf/registries-conf.js';
export type { RegistryTls } from './conf/registry-tls.js';
export { type SelectedRegistry, selectRegistry } from './conf/select-registry.js';
export type { CredentialProvider, RegistryCredential } from './credentials/credential.js';
export type { CredentialPlaces, KubernetesSecretReader } from './credentials/credential-lookup.js';
export {
  type CredentialReading,
  type CredentialReference,
  readCredentialReference,
} from './credentials/credential-reference.js';
export {
  type CredentialPlace,
  type CredentialStore,
  type CredentialStoreDependencies,
  createCredentialStore,
} from './credentials/credential-store.js';
export type { DockerPlace } from './credentials/docker-credentials.js';
export { createEcrCredentials, createEcrPublicCredentials, type EcrCredentialOptions } from './ecr/ecr-credentials.js';
export type { PrivateEcr } from './ecr/ecr-failure.js';
export { createEcrRegistry, type EcrRegistryDependencies, type EcrRegistryOptions } from './ecr/ecr-registry.js';
export { createFactCache, type FactCacheOptions } from './fact-cache/disk-fact-cache.js';
export { createMemoryFactCache } from './fact-cache/memory-fact-cache.js';
export type { DigestFacts, FactCache } from './facts/digest-facts.js';
export type { Ask } from './image-source.js';
export { createOciRegistry, type OciRegistryDependencies, type OciRegistryOptions } from './oci/oci-registry.js';
export type { OnRegistryAllowance, RegistryAllowance } from './oci/pull-allowance.js';
export {
  createRegistryPlaces,
  type RegistryPlacesDependencies,
  type RegistryPlacesOptions,
} from './push/registry-places.js';
export {
  createRegistries,
  type RegistriesDependencies,
  type RegistriesOptions,
} from './registries.js';
export {
  RegistryError,
  type RegistryErrorCode,
  type RegistryErrorOptions,
  registryErrorCodes,
} from './registry-error.js';
export type { OnRegistryRequest, RegistryRequestKind } from './request-kind.js';
