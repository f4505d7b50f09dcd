import type { Digest, Platform } from '@towline/shared/image';
import type { Descriptor, ManifestContent } from '@towline/shared/ports';
import type { z } from 'zod';
import { ImageBuildError } from './image-build-error.js';
import type { ContainerConfig, ImageConfig } from './image-config.js';
import { isIndexType, isManifestType } from './media-types.js';
import { imageConfigSchema, indexSchema, manifestSchema } from './schema.js';

/** A manifest, as far as it is used. */
export type ReadManifest =
  | {
      readonly kind: 'index';
      readonly manifests: readonly Descriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'image';
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    };

/** Reads a manifest. Throws `image-content-invalid` where it is none that is known. */
export function readManifest({ mediaType, bytes, digest }: ManifestContent): ReadManifest {
  if (isIndexType(mediaType)) return readIndex(bytes, `The index ${digest}`);
  if (!isManifestType(mediaType)) {
    throw new ImageBuildError('image-content-invalid', `${digest} is ${mediaType}, which is no manifest of an image`);
  }
  const { config, layers, annotations } = parse(bytes, manifestSchema, `The manifest ${digest}`);
  return {
    kind: 'image',
    config: toDescriptor(config),
    layers: layers.map(toDescriptor),
    annotations: annotations ?? {},
  };
}

/** Reads a list of manifests, which `what` names in errors. */
export function readIndex(bytes: Uint8Array, what: string): Extract<ReadManifest, { kind: 'index' }> {
  const { manifests, annotations } = parse(bytes, indexSchema, what);
  return { kind: 'index', manifests: manifests.map(toDescriptor), annotations: annotations ?? {} };
}

/** Reads the config of an image. */
export function readImageConfig(bytes: Uint8Array, digest: Digest): ImageConfig {
  const found = parse(bytes, imageConfigSchema, `The config ${digest}`);
  const { os, architecture, variant } = found;
  const platform: Platform = variant ? { os, architecture, variant } : { os, architecture };
  const history = (found.history ?? []).map((entry) => withoutNulls(entry));
  return {
    platform,
    osVersion: found['os.version'] ?? undefined,
    created: found.created ?? undefined,
    author: found.author ?? undefined,
    config: readContainer(found.config ?? {}),
    diffIds: found.rootfs.diff_ids,
    history,
  };
}

/** The descriptor of a stored manifest, such as an index has of its images. */
export function descriptorOf({ mediaType, digest, bytes }: ManifestContent): Descriptor {
  return { mediaType, digest, size: bytes.length };
}

function readContainer({
  Healthcheck,
  ...rest
}: NonNullable<z.output<typeof imageConfigSchema>['config']>): ContainerConfig {
  return { ...withoutNulls(rest), ...(Healthcheck ? { Healthcheck: withoutNulls(Healthcheck) } : {}) };
}

type WithoutNulls<Fields> = { readonly [Name in keyof Fields]: Exclude<Fields[Name], null> };

/** Programs in Go write null for what is empty. */
function withoutNulls<Fields extends object>(fields: Fields): WithoutNulls<Fields> {
  const kept = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as WithoutNulls<Fields>;
}

function toDescriptor(read: z.output<typeof manifestSchema>['config']): Descriptor {
  const { mediaType, digest, size, platform, annotations } = read;
  return { mediaType, digest, size, ...(platform ? { platform } : {}), ...(annotations ? { annotations } : {}) };
}

function parse<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema, what: string): z.output<Schema> {
  const result = schema.safeParse(parseJson(bytes, what));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const message = `${what} is in an unknown form at ${issue?.path.join('.')}: ${issue?.message}`;
  throw new ImageBuildError('image-content-invalid', message);
}

function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ImageBuildError('image-content-invalid', `${what} is not JSON`, { cause });
  }
}
