import * as z from 'zod';

const tokenSchema = z.strictObject({
  /** Who has it, for the log. */
  name: z.string().min(1),
  token: z.string().min(16, 'is shorter than 16 characters'),
  repositories: z.array(z.string().min(1)).min(1),
});

/** The document that lists the tokens of the API. */
export const tokensSchema = z.strictObject({ tokens: z.array(tokenSchema) });

/** An accepted token. */
export type TokenDocument = z.output<typeof tokenSchema>;
