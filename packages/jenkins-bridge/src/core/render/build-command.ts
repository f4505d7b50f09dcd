import type { Builder } from '../pipeline/model/builder.js';
import type { Image } from '../pipeline/model/image.js';
import type { BuiltImage, Part } from './built-image.js';
import { shellReference } from './reference.js';
import type { Shell } from './shell.js';

/** What an image is built by. */
export interface Build {
  readonly builder: Builder;
  readonly built: BuiltImage;
  readonly part: Part;
  readonly shell: Shell;
  /** What BuildKit does with the result. */
  readonly output?: 'load' | 'keep' | 'cache' | 'push' | undefined;
  /** Tags under which it is pushed, as words. */
  readonly tags?: readonly string[] | undefined;
  /** The image whose layers are taken, as a word. */
  readonly last?: string | undefined;
}

/** The labels that every image has, by the variables that hold their values. */
const labels: Readonly<Record<string, string>> = Object.freeze({
  'org.opencontainers.image.revision': 'TOWLINE_REVISION',
  'org.opencontainers.image.source': 'TOWLINE_SOURCE',
  'org.opencontainers.image.version': 'TOWLINE_VERSION',
  'org.opencontainers.image.created': 'TOWLINE_CREATED',
  'dev.towline.build': 'BUILD_URL',
});

/** The arguments of `docker build` and its like, one on each line; the last one is the context. */
export function buildArguments(build: Build): readonly string[] {
  const { built, part, shell, builder } = build;
  const { image } = built;
  const { word } = shell;
  const platforms = part.platforms.length === 0 ? [] : [`--platform ${word(part.platforms.join(','))}`];
  return [
    ...(image.dockerfile === undefined ? [] : [`--file ${word(relative(image.dockerfile))}`]),
    ...(image.target === undefined ? [] : [`--target ${word(image.target)}`]),
    ...(builder.kind === 'docker' && part.leg !== undefined ? [] : platforms),
    ...Object.entries(image.buildArgs).map(([name, value]) => `--build-arg ${word(`${name}=${value}`)}`),
    ...image.secrets.map(({ kind, id }, index) => secretArgument({ kind, id, index }, shell)),
    ...labelArguments(image, build),
    ...(image.pull && builder.kind !== 'towline' ? ['--pull'] : []),
    ...cacheArguments(build),
    ...outputArguments(build),
    ...image.arguments.map(word),
    word(relative(image.context)),
  ];
}

function labelArguments({ labels: own }: Image, { builder, shell, output }: Build): readonly string[] {
  const pair = (label: string, variable: string): string =>
    shell.step === 'sh' ? `${label}="$${variable}"` : `"${label}=%${variable}%"`;
  const all = Object.entries(labels);
  const annotates = builder.kind !== 'docker' && !(builder.kind === 'buildx' && output !== 'push');
  return [
    ...all.map(([label, variable]) => `--label ${pair(label, variable)}`),
    ...Object.entries(own).map(([label, value]) => `--label ${shell.word(`${label}=${value}`)}`),
    ...(annotates ? all.map(([label, variable]) => `--annotation ${pair(annotated(label, builder), variable)}`) : []),
  ];
}

/** BuildKit puts an annotation on the index too, where it is told so. */
function annotated(label: string, { kind }: Builder): string {
  return kind === 'buildx' ? `index,manifest:${label}` : label;
}

function cacheArguments({ builder, built, output, last, shell }: Build): readonly string[] {
  const { cache } = built.image;
  const writes = output === 'push' || output === 'cache';
  switch (cache.kind) {
    case 'agent':
      return [];
    case 'none':
      return ['--no-cache'];
    case 'inline': {
      const from = last === undefined ? [] : [`--cache-from ${last}`];
      return builder.kind === 'docker'
        ? ['--build-arg BUILDKIT_INLINE_CACHE=1', ...from]
        : [...from, '--cache-to type=inline'];
    }
    case 'folder': {
      const folder = shell.word(`type=local,src=${cache.path}`);
      return [`--cache-from ${folder}`, `--cache-to ${shell.word(`type=local,dest=${cache.path},mode=max`)}`];
    }
    case 'registry': {
      if (builder.kind !== 'buildx') return ['--layers', `--cache-from ${shell.word(cache.reference)}`];
      const to = shell.word(`type=registry,ref=${cache.reference},mode=max`);
      return [
        `--cache-from ${shell.word(`type=registry,ref=${cache.reference}`)}`,
        ...(writes ? [`--cache-to ${to}`] : []),
      ];
    }
  }
}

function outputArguments(build: Build): readonly string[] {
  const { builder, part, shell, output, tags } = build;
  const local = shellReference(part.local, shell);
  switch (builder.kind) {
    case 'docker':
      return [];
    case 'buildx': {
      const name = buildxInstance(build);
      const instance = name === undefined ? [] : [`--builder ${shell.word(name)}`];
      const attestations = builder.attestations
        ? ['--provenance=true', '--sbom=true']
        : ['--provenance=false', '--sbom=false'];
      const attached = output === 'load' ? ['--provenance=false', '--sbom=false'] : attestations;
      if (output === 'push') return [...instance, ...attached, ...(tags ?? []).map((tag) => `--tag ${tag}`), '--push'];
      if (output === 'load') return [...instance, ...attached, `--tag ${local}`, '--load'];
      return [...instance, ...attached, '--output type=cacheonly'];
    }
    case 'buildah':
      return [
        ...(builder.isolation === undefined ? [] : [`--isolation ${builder.isolation}`]),
        `${part.platforms.length > 1 ? '--manifest' : '--tag'} ${local}`,
      ];
    case 'podman':
      return [`${part.platforms.length > 1 ? '--manifest' : '--tag'} ${local}`];
    case 'towline':
      return [`--layout ${local}`];
  }
}

/** The instance of BuildKit that builds; undefined where that of the docker daemon does. */
export function buildxInstance({ builder, built }: Pick<Build, 'builder' | 'built'>): string | undefined {
  if (builder.kind !== 'buildx' || builder.instance !== undefined)
    return builder.kind === 'buildx' ? builder.instance : undefined;
  return isMadeInRegistry({ builder, built }) || ['registry', 'folder'].includes(built.image.cache.kind)
    ? 'towline'
    : undefined;
}

/** Whether BuildKit must push what it builds, since no daemon could hold it: for several platforms, or with attestations. */
export function isMadeInRegistry({ builder, built }: Pick<Build, 'builder' | 'built'>): boolean {
  if (builder.kind !== 'buildx') return false;
  return builder.attestations || built.parts.some(({ platforms }) => platforms.length > 1);
}

/** The file or variable of a secret; `withCredentials` puts it there. */
export function secretVariable(index: number): string {
  return `TOWLINE_SECRET_${index}`;
}

interface IndexedSecret {
  readonly kind: 'text' | 'file';
  readonly id: string;
  readonly index: number;
}

function secretArgument({ kind, id, index }: IndexedSecret, shell: Shell): string {
  const variable = secretVariable(index);
  if (kind === 'text') return `--secret ${shell.word(`id=${id},env=${variable}`)}`;
  const file = shell.step === 'sh' ? `"$${variable}"` : `"%${variable}%"`;
  return `--secret ${shell.word(`id=${id},src=`)}${file}`;
}

/** The program and its subcommand. */
export function buildProgram(build: Pick<Build, 'builder' | 'built' | 'shell'>): string {
  switch (build.builder.kind) {
    case 'docker':
      return 'docker build';
    case 'buildx':
      return buildxInstance(build) === undefined
        ? 'docker buildx build'
        : `${withInstances(build.shell)}docker buildx build`;
    case 'buildah':
      return 'buildah build';
    case 'podman':
      return 'podman build';
    case 'towline':
      return 'jenkins-bridge image build';
  }
}

/** Whoever signs in does so in another DOCKER_CONFIG, where buildx would look for its instances, too. */
export function withInstances({ step }: Shell): string {
  return step === 'sh'
    ? 'BUILDX_CONFIG="${BUILDX_CONFIG:-$HOME/.docker/buildx}" '
    : 'set "BUILDX_CONFIG=%USERPROFILE%\\.docker\\buildx" && ';
}

/** A path that no program takes for an option. */
function relative(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}
