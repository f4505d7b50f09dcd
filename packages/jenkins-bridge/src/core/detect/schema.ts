import * as z from 'zod';

/** What is read of a `package.json`. */
export const packageManifest = z.object({
  scripts: z.record(z.string(), z.string()).optional(),
  engines: z.object({ node: z.string().optional() }).optional(),
});

const buildOfService = z.union([
  z.string().transform((context) => ({ context })),
  z.object({
    context: z.string().default('.'),
    dockerfile: z.string().optional(),
    target: z.string().optional(),
  }),
]);

/** What is read of a Compose file: which services are built, and from what. */
export const composeFile = z.object({
  services: z.record(z.string(), z.object({ build: buildOfService.optional() })),
});
