import { parseDigest } from '@towline/shared/image';
import * as z from 'zod';

const digest = z.string().transform((text, context) => {
  const read = parseDigest(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no digest' });
  return z.NEVER;
});

const entry = z.object({
  path: z.string(),
  kind: z.enum(['file', 'directory', 'symlink', 'fifo', 'character-device', 'block-device']),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  mtime: z.number(),
  size: z.number(),
  content: z.object({ kind: z.literal('layer'), layer: digest, path: z.string(), digest: z.string() }).optional(),
  target: z.string().optional(),
  device: z.tuple([z.number(), z.number()]).optional(),
});

/** What is remembered of a layer that was read once. */
export const layerFactsSchema = z.object({
  diffId: digest,
  changes: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('put'), entry }),
      z.object({ kind: z.literal('hard-link'), path: z.string(), target: z.string() }),
      z.object({ kind: z.literal('remove'), path: z.string() }),
      z.object({ kind: z.literal('clear'), path: z.string() }),
    ]),
  ),
});

/** What is remembered of a layer that was written: it is found again by what it was made of. */
export const writtenLayerSchema = z.object({ digest, diffId: digest, size: z.number() });
