import type { Digest, ImageRepository, Platform } from '../image/index.js';
import type { Candidate, CandidateList, FactDemand } from '../policy/index.js';

export type { FactDemand } from '../policy/index.js';

/** A question to a registry. */
export interface CandidateQuery {
  readonly repository: ImageRepository;
  readonly demand: FactDemand;
  /**
   * Where the credentials for this question are, in the words of registries.conf (`pullsecret:ns/name`, `env:VAR` …), where the image has
   * its own; the registry's where absent.
   */
  readonly credentials?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Facts of one image. What is under a digest never changes, so an implementation may remember it for ever. */
export interface ImageFacts {
  /** Digest of what the tag names: the index, where it is one. */
  readonly digest: Digest;
  readonly mediaType: string;
  /** Milliseconds since the epoch, possibly with a fraction; the newest of the platforms asked for. Undefined where no config says it. */
  readonly createdAt?: number | undefined;
  readonly platforms: readonly Platform[];
  /** OCI labels of the config (of the first platform asked for, where it is an index), then annotations over them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** An image to look at, by tag or by digest. */
export interface InspectQuery {
  readonly repository: ImageRepository;
  readonly reference:
    | { readonly kind: 'tag'; readonly tag: string }
    | { readonly kind: 'digest'; readonly digest: Digest };
  /** Read the configs of these platforms only; of all where empty or absent. */
  readonly platforms?: readonly Platform[] | undefined;
  /** `platforms` needs no config blob for an index: one request. `all` reads the configs. */
  readonly depth: 'platforms' | 'all';
  /**
   * Where the credentials for this question are, in the words of registries.conf (`pullsecret:ns/name`, `env:VAR` …), where the image has
   * its own; the registry's where absent.
   */
  readonly credentials?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Lists the candidates of a repository with just the facts that were demanded, by as few requests as the server allows. */
export interface CandidateLister {
  /** An empty list is an answer; a repository that does not exist is a `RegistryError` with code `registry-repository-not-found`. */
  candidates(query: CandidateQuery): Promise<CandidateList>;
}

/** Looks at one image. */
export interface ImageInspector {
  /** Undefined where the repository has no such tag or digest. */
  inspect(query: InspectQuery): Promise<ImageFacts | undefined>;
}

/** A signature as cosign keeps it beside an image: what was signed, and the signature of these bytes. */
export interface ImageSignature {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** Finds the signatures of an image. Whether they are good is not its business. */
export interface SignatureLister {
  /** None where nobody signed it. */
  signatures(query: {
    readonly repository: ImageRepository;
    readonly digest: Digest;
    readonly credentials?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly ImageSignature[]>;
}

/** Looks again at one tag of a listing. */
export interface CandidateChecker {
  /**
   * The candidate of a tag as the registry says it now, with the facts that are demanded; undefined where the tag is gone. Whoever writes a
   * candidate that is `remembered` asks this first.
   */
  recheck(query: CandidateQuery & { readonly tag: string }): Promise<Candidate | undefined>;
}

/** A registry as the updater sees it. */
export type Registry = CandidateLister & CandidateChecker & ImageInspector;

/** A registry that also tells who signed. */
export type SigningRegistry = Registry & SignatureLister;
