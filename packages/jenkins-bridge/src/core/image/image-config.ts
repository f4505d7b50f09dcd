import type { Digest, Platform } from '@towline/shared/image';

/** How a container's health is asked for. Durations are in nanoseconds. */
export interface HealthConfig {
  readonly Test?: readonly string[] | undefined;
  readonly Interval?: number | undefined;
  readonly Timeout?: number | undefined;
  readonly StartPeriod?: number | undefined;
  readonly StartInterval?: number | undefined;
  readonly Retries?: number | undefined;
}

/** What a container gets from its image, in the spelling of the image specification. */
export interface ContainerConfig {
  readonly User?: string | undefined;
  readonly ExposedPorts?: Readonly<Record<string, object>> | undefined;
  readonly Env?: readonly string[] | undefined;
  readonly Entrypoint?: readonly string[] | undefined;
  readonly Cmd?: readonly string[] | undefined;
  readonly Volumes?: Readonly<Record<string, object>> | undefined;
  readonly WorkingDir?: string | undefined;
  readonly Labels?: Readonly<Record<string, string>> | undefined;
  readonly StopSignal?: string | undefined;
  readonly Healthcheck?: HealthConfig | undefined;
  readonly Shell?: readonly string[] | undefined;
  readonly OnBuild?: readonly string[] | undefined;
  readonly ArgsEscaped?: boolean | undefined;
}

/** One step of how an image came about. */
export interface HistoryEntry {
  readonly created?: string | undefined;
  readonly created_by?: string | undefined;
  readonly author?: string | undefined;
  readonly comment?: string | undefined;
  /** Whether the step made no layer. */
  readonly empty_layer?: boolean | undefined;
}

/** The config of an image. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly osVersion?: string | undefined;
  readonly created?: string | undefined;
  readonly author?: string | undefined;
  readonly config: ContainerConfig;
  /** Digests of the layers before they are compressed. */
  readonly diffIds: readonly Digest[];
  readonly history: readonly HistoryEntry[];
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The config of `FROM scratch`. */
export function emptyConfig(platform: Platform): ImageConfig {
  return { platform, config: { Env: [`PATH=${usualPath}`], WorkingDir: '/' }, diffIds: [], history: [] };
}

/** The config as it is stored. Fields that are undefined are left out; the order is always the same. */
export function writeImageConfig(image: ImageConfig): string {
  const { platform, osVersion, created, author, config, diffIds, history } = image;
  return JSON.stringify({
    created,
    author,
    architecture: platform.architecture,
    variant: platform.variant,
    os: platform.os,
    'os.version': osVersion,
    config: ordered(config),
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: history.map(({ created, created_by, author, comment, empty_layer }) => ({
      created,
      created_by,
      author,
      comment,
      empty_layer,
    })),
  });
}

function ordered(config: ContainerConfig): ContainerConfig {
  const { User, ExposedPorts, Env, Entrypoint, Cmd, Volumes, WorkingDir, Labels, StopSignal } = config;
  const { Healthcheck, Shell, OnBuild, ArgsEscaped } = config;
  return {
    User,
    ExposedPorts: sorted(ExposedPorts),
    Env,
    Entrypoint,
    Cmd,
    Volumes: sorted(Volumes),
    WorkingDir,
    Labels: sorted(Labels),
    StopSignal,
    Healthcheck,
    Shell,
    OnBuild,
    ArgsEscaped,
  };
}

function sorted<Value>(
  record: Readonly<Record<string, Value>> | undefined,
): Readonly<Record<string, Value>> | undefined {
  if (record === undefined) return undefined;
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
