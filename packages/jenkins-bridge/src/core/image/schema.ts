import { parseDigest } from '@towline/shared/image';
import * as z from 'zod';

const text = z.string().nullish();
const words = z.array(z.string()).nullish();
const flags = z.record(z.string(), z.object({})).nullish();
const labels = z.record(z.string(), z.string()).nullish();

const digest = z.string().transform((value, context) => {
  const read = parseDigest(value);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no digest' });
  return z.NEVER;
});

const platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
});

const descriptor = z.object({
  mediaType: z.string(),
  digest,
  size: z.number().int().nonnegative(),
  platform: platform.nullish(),
  annotations: labels,
});

/** A manifest of an image or an artifact. */
export const manifestSchema = z.object({ config: descriptor, layers: z.array(descriptor), annotations: labels });

/** A list of manifests. */
export const indexSchema = z.object({ manifests: z.array(descriptor), annotations: labels });

const health = z.object({
  Test: words,
  Interval: z.number().optional(),
  Timeout: z.number().optional(),
  StartPeriod: z.number().optional(),
  StartInterval: z.number().optional(),
  Retries: z.number().optional(),
});

/** The config of an image: everything that a container gets from it, and where it came from. */
export const imageConfigSchema = z.object({
  created: text,
  author: text,
  architecture: z.string(),
  os: z.string(),
  variant: text,
  'os.version': text,
  config: z
    .object({
      User: text,
      ExposedPorts: flags,
      Env: words,
      Entrypoint: words,
      Cmd: words,
      Volumes: flags,
      WorkingDir: text,
      Labels: labels,
      StopSignal: text,
      Healthcheck: health.nullish(),
      Shell: words,
      OnBuild: words,
      ArgsEscaped: z.boolean().nullish(),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(digest) }),
  history: z
    .array(
      z.object({
        created: text,
        created_by: text,
        author: text,
        comment: text,
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
});
