import type { Digest, ImageRepository } from '@towline/shared/image';
import type { HttpClient, ImagePlaces } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import type { RunPart } from './run-image.js';

/** Takes the lines that a step writes. Where it gives a promise, the next line waits for that. */
export type TakeLine = (line: string) => Promise<void> | undefined;

/** Commands to run. */
export interface Commands {
  /** For `sh`, with `-e`. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The container they run in, with the work tree at the same path; this machine itself where absent. */
  readonly container?: { readonly image: string; readonly args: string | undefined } | undefined;
}

/** A report that a test wrote. */
export interface TestReport {
  readonly path: string;
  readonly text: string;
}

/** The work tree, and what runs in it. */
export interface Workbench {
  /** Gives the exit code. Whatever the commands started has ended by then, also where the signal ended them. */
  run(commands: Commands, take: TakeLine, signal: AbortSignal): Promise<number>;
  /** The files that fit an Ant pattern and were written since a time. */
  reports(pattern: string, since: number, signal: AbortSignal): Promise<readonly TestReport[]>;
}

/** An image to build. */
export interface PartBuild {
  readonly part: RunPart;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch: when the commit was made. */
  readonly epoch: number;
  /** What the steps of the build may mount, by their ids. */
  readonly secrets: readonly { readonly id: string; readonly secret: Secret }[];
}

/** Where a published image goes. */
export interface PublishTarget {
  readonly repository: ImageRepository;
  readonly tag: string;
  /** Of an index. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Builds the images of a run, and keeps them on this machine until they are published. */
export interface RunBuilder {
  readonly name: string;
  /** Gives the digest where it is known before a push. */
  build(build: PartBuild, take: TakeLine, signal: AbortSignal): Promise<Digest | undefined>;
  /** What commands call the image of a part: scans and tests get at it by this name. */
  expose(part: RunPart, signal: AbortSignal): Promise<string>;
  /** Puts what was built under a tag: the image, or the index of several, which is written when all of its parts are there. */
  publish(parts: readonly RunPart[], target: PublishTarget, signal: AbortSignal): Promise<Digest>;
  /** Removes what was built from this machine. */
  remove(parts: readonly RunPart[], signal: AbortSignal): Promise<void>;
}

/** Everything that a run works with besides its view. */
export interface Workshop {
  readonly bench: Workbench;
  readonly builder: RunBuilder;
  /** Registries, under the rights to push. */
  readonly registries: ImagePlaces;
  /** All tags of a repository; none where it is not there. */
  listTags(repository: ImageRepository, signal: AbortSignal): Promise<readonly string[]>;
  readonly http: HttpClient;
  /** The secrets that stand for the credentials of Jenkins, by their ids. */
  readonly secrets: ReadonlyMap<string, Secret>;
}
