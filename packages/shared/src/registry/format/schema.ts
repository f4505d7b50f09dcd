import * as z from 'zod';

const labels = z.record(z.string(), z.string()).nullish();

/** `GET /v2/<name>/tags/list`. A repository whose tags were all deleted says null. */
export const tagListSchema = z.object({ tags: z.array(z.string()).nullish() });

/** The `errors` of a refusal by the distribution API. */
export const errorBodySchema = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().optional() })).min(1),
});

/** The answer of a token server. `access_token` is what the OAuth2 form calls `token`. */
export const tokenSchema = z.object({
  token: z.string().min(1).optional(),
  access_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});

const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });

const descriptor = z.object({
  mediaType: z.string().optional(),
  digest: z.string(),
  platform: platform.nullish(),
  annotations: labels,
});

/** Any manifest: which of the fields are there says what it is. */
export const manifestSchema = z.object({
  schemaVersion: z.number(),
  mediaType: z.string().optional(),
  config: descriptor.optional(),
  manifests: z.array(descriptor).optional(),
  annotations: labels,
});

/** A manifest of signatures. */
export const signatureManifestSchema = z.object({ layers: z.array(descriptor).default([]) });

/** The config blob of an image, as far as it is used. */
export const imageConfigSchema = z.object({
  created: z.string().nullish(),
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
  config: z.object({ Labels: labels }).nullish(),
});
