export type { Clock } from './clock.js';
export type {
  CommitOrder,
  CommitRequest,
  CommitSummary,
  FileChange,
  FileHistoryEntry,
  GitHistory,
  GitIdentity,
  GitRepository,
  GitSnapshot,
  PullRequest,
  PullRequests,
  PushOutcome,
  PushRequest,
  TreeEntry,
} from './git.js';
export type { HttpBodies, HttpBodyKind, HttpClient, HttpRequest, HttpResponse } from './http.js';
export type {
  BlobOutcome,
  BlobRange,
  BlobSource,
  Descriptor,
  ImagePlace,
  ImagePlaces,
  ImageReader,
  ImageWriter,
  ManifestContent,
  ManifestName,
} from './images.js';
export { type LogFields, type Logger, silentLogger } from './logger.js';
export type {
  CandidateChecker,
  CandidateLister,
  CandidateQuery,
  FactDemand,
  ImageFacts,
  ImageInspector,
  ImageSignature,
  InspectQuery,
  Registry,
  SignatureLister,
  SigningRegistry,
} from './registry.js';
export type { SecretResolver } from './secrets.js';
