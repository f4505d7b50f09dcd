import type { Digest } from '@towline/shared/image';

/** What any builder is asked to build. Paths are absolute, names as they were written. */
export interface BuildRequest {
  readonly context: string;
  readonly dockerfile: string;
  /** Full names with tags. */
  readonly names: readonly string[];
  /** `linux/amd64`; the builder's own where empty. */
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  /** Whether layers of earlier builds are used. */
  readonly useCache: boolean;
  /** Whether it is pushed under all its names. */
  readonly push: boolean;
  /** Seconds since the epoch, where the time of the image is given. */
  readonly epoch?: number | undefined;
}

/** An image under a name in a registry. */
export interface PushedName {
  readonly name: string;
  readonly digest: Digest;
  /** What had to be sent of its blobs; unknown of other programs. */
  readonly bytesWritten?: number | undefined;
}

/** What a builder has built. */
export interface BuildOutcome {
  /** Of the image, or of the index; undefined where the builder knows it only after a push and there was none. */
  readonly digest?: Digest | undefined;
  readonly pushed: readonly PushedName[];
  readonly warnings: readonly string[];
}

/** Who builds images: towline itself, or a program that is installed. */
export interface ImageBuilder {
  build(request: BuildRequest, signal: AbortSignal): Promise<BuildOutcome>;
}

/** The builders there are. */
export const builderNames = ['towline', 'docker', 'buildx', 'buildah', 'podman'] as const;

/** One of {@link builderNames}. */
export type BuilderName = (typeof builderNames)[number];
