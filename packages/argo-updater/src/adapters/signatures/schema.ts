import * as z from 'zod';

/** What cosign signs: the simple signing format, as far as it is used. */
export const payloadSchema = z.object({
  critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }), type: z.string() }),
});
