import type { BuildFacts } from '../tag/build-facts.js';
import type { SourceFacts } from './checkout.js';

/** Which build of what. */
export interface RunIdentity {
  readonly job: string;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The page of the build, where there is one. */
  readonly url: string | undefined;
}

/** The variables that commands find in a build, under the names that Jenkins and the generated pipelines give them. */
export function buildVariables(
  { sha, branch, gitTag, url, describe }: SourceFacts,
  run: RunIdentity,
): Readonly<Record<string, string>> {
  const number = String(run.number);
  return defined({
    JOB_NAME: run.job,
    BUILD_NUMBER: number,
    BUILD_ID: number,
    BUILD_URL: run.url,
    BRANCH_NAME: branch,
    TAG_NAME: gitTag,
    GIT_COMMIT: sha,
    GIT_BRANCH: branch === undefined ? undefined : `origin/${branch}`,
    GIT_URL: url,
    TOWLINE_REVISION: sha,
    TOWLINE_SOURCE: url,
    TOWLINE_VERSION: describe,
    TOWLINE_CREATED: timeOf(run),
    TOWLINE_TIMESTAMP: String(Math.floor(run.startedAt / 1_000)),
  });
}

/** The labels that every image has. */
export function buildLabels(source: SourceFacts, run: RunIdentity): Readonly<Record<string, string>> {
  return defined({
    'org.opencontainers.image.revision': source.sha,
    'org.opencontainers.image.source': source.url,
    'org.opencontainers.image.version': source.describe,
    'org.opencontainers.image.created': timeOf(run),
    'dev.towline.build': run.url,
  });
}

/** What conditions and tags are made from. */
export function buildFacts(
  { sha, branch, gitTag, describe, changedFiles }: SourceFacts,
  { number, startedAt }: RunIdentity,
  more: Pick<BuildFacts, 'environment' | 'parameters' | 'files'>,
): BuildFacts {
  const ofBranch = gitTag === undefined ? branch : undefined;
  return { sha, branch: ofBranch, gitTag, describe, changedFiles, buildNumber: number, startedAt, ...more };
}

/** Values with each `$NAME` and `${NAME}` in them replaced, as Jenkins does it: by values before it, then by what is known; `$$` is a dollar. */
export function expandValues(
  values: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    expanded[name] = value.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (all, dollar, plain, braced) => {
      if (dollar !== undefined) return '$';
      return own(expanded, plain ?? braced) ?? own(known, plain ?? braced) ?? all;
    });
  }
  return expanded;
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function timeOf({ startedAt }: RunIdentity): string {
  return new Date(startedAt).toISOString().replace(/\.\d+Z$/, 'Z');
}

function defined(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
