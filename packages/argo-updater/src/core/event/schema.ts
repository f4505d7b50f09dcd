import * as z from 'zod';

/** A text that may be absent, null or empty: then it is undefined. */
export const maybe = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** An object that may be absent or null. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullish();
}

/** What an object with these fields says; a problem where it is none. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
): { readonly data: z.output<Schema> } | { readonly problem: string } {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return { data: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.');
  return { problem: `${place ? `its ${place}` : 'it'} is not what the vendor sends` };
}
