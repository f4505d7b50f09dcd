import { type ArgocdConfiguredImage, type ArgocdImage, type Digest, parseDigest } from '@towline/shared/image';
import type { Candidate } from '@towline/shared/policy';
import { z } from 'zod';

const tagSchema = z.object({ name: z.string(), digest: z.string() });

interface VectorImage {
  readonly registryUrl: string;
  readonly imageName: string;
  readonly alias: string;
  readonly tag: { readonly name: string; readonly digest: string } | null;
  readonly kustomizeImage?: VectorImage | undefined;
}

const vectorImageSchema: z.ZodType<VectorImage> = z.object({
  registryUrl: z.string(),
  imageName: z.string(),
  alias: z.string(),
  tag: tagSchema.nullable(),
  get kustomizeImage() {
    return vectorImageSchema.optional();
  },
});

/** An image of the vectors, as our code holds it. */
export const imageSchema: z.ZodType<ArgocdConfiguredImage, unknown> = vectorImageSchema.transform(toImage);

/** A tag name with its digest. */
export const argocdTagSchema = tagSchema;

/** A tag of a listing; absent facts are empty there. */
export const candidateSchema: z.ZodType<Candidate, unknown> = z
  .object({ name: z.string(), digest: z.string(), created: z.number() })
  .transform(({ name, digest, created }) => ({ tag: name, digest: vectorDigest(digest), createdAt: created * 1000 }));

/** An image in the shape of the vectors. */
export function fromImage({ alias, registryUrl, imageName, tag }: ArgocdImage): object {
  return { alias, registryUrl, imageName, tag: tag ?? null };
}

function toImage({ tag, kustomizeImage, ...image }: VectorImage): ArgocdConfiguredImage {
  return {
    ...image,
    tag: tag ?? undefined,
    kustomizeImage: kustomizeImage === undefined ? undefined : toImage(kustomizeImage),
  };
}

/** Some cases were recorded with digests that are too short to be any. */
function vectorDigest(text: string): Digest | undefined {
  return text === '' ? undefined : (parseDigest(text) ?? (text as Digest));
}
