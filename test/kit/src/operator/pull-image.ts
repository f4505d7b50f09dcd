import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatImageReference, type ImageReference, parseDigest, parseImageReference } from '@towline/shared/image';
import type { Descriptor, ImagePlaces, ImageReader, ManifestContent, ManifestName } from '@towline/shared/ports';
import { z } from 'zod';
import { pathInside, unpackLayer } from './unpack-layer.js';

/** An image on the disk of this machine. */
export interface PulledImage {
  /** The digest of its manifest for this platform. */
  readonly digest: string;
  /** The folder with its files. */
  readonly root: string;
  readonly command: readonly string[];
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly workingDirectory: string;
}

/** Where images come from, and where they go. */
export interface PullOptions {
  readonly registries: ImagePlaces;
  /** Each image is unpacked below it, under its digest. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Images that a demonstration runs are small. */
const maxBlobBytes = 256 * 1024 * 1024;

const digestSchema = z.string().transform((text, context) => {
  const digest = parseDigest(text);
  if (digest !== undefined) return digest;
  context.addIssue({ code: 'custom', message: `${text} is no digest` });
  return z.NEVER;
});
const descriptorSchema = z.object({
  digest: digestSchema,
  mediaType: z.string(),
  size: z.number().int().min(0).max(maxBlobBytes),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
});
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const texts = z.array(z.string()).nullish();
const configSchema = z.object({
  config: z
    .object({ Entrypoint: texts, Cmd: texts, Env: texts, WorkingDir: z.string().nullish() })
    .default({ Entrypoint: [] }),
});

/**
 * Pulls an image for the platform of this machine, an index by its child. Everything is compared with its digest before it is used, and unpacked
 * into a folder that it cannot leave; what is there already is not pulled again.
 */
export async function pullImage(image: string, options: PullOptions): Promise<PulledImage> {
  const { folder, registries, signal } = options;
  const reference = parseImageReference(image);
  const place = await registries.open(reference, 'pull');
  const { digest, bytes } = await manifestForThisMachine(place, reference, signal);
  const manifest = manifestSchema.parse(parseJson(bytes));
  const { config } = configSchema.parse(parseJson(await readBlob(place, manifest.config, signal)));
  const root = join(folder, digest.replace(':', '-'));
  const complete = `${root}.complete`;
  if (!existsSync(complete)) {
    await rm(root, { recursive: true, force: true });
    await mkdir(root, { recursive: true });
    for (const layer of manifest.layers) {
      await unpackLayer({ mediaType: layer.mediaType, bytes: await readBlob(place, layer, signal) }, root);
    }
    await writeFile(complete, '');
  }
  return {
    digest,
    root,
    command: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    environment: config.Env ?? [],
    workingDirectory: pathInside(root, config.WorkingDir || '/'),
  };
}

async function manifestForThisMachine(
  place: ImageReader,
  reference: ImageReference,
  signal: AbortSignal | undefined,
): Promise<ManifestContent> {
  const { digest, tag = 'latest' } = reference;
  const name: ManifestName = digest === undefined ? { kind: 'tag', tag } : { kind: 'digest', digest };
  const named = await place.readManifest(name, signal);
  if (named === undefined) throw new Error(`the registry has no ${formatImageReference(reference)}`);
  const index = indexSchema.safeParse(parseJson(named.bytes));
  if (!index.success) return named;
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  // A process of this machine stands for a container: what is made for Linux is run as it is.
  const child = index.data.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  );
  const manifest = child && (await place.readManifest({ kind: 'digest', digest: child.digest }, signal));
  if (manifest !== undefined) return manifest;
  throw new Error(`${formatImageReference(reference)} has no image for linux/${architecture}`);
}

async function readBlob(
  place: ImageReader,
  blob: Omit<Descriptor, 'platform'>,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const { digest, mediaType, size } = blob;
  for await (const piece of place.readBlob({ digest, mediaType, size }, { signal })) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const actual = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (actual !== digest) throw new Error(`the registry sent ${actual} for the blob ${digest}`);
  return bytes;
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
