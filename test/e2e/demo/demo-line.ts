import { z } from 'zod';

const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hop'),
    id: z.string(),
    scene: z.string(),
    what: z.string(),
    look: z.record(z.string(), z.string()).default({}),
    shown: z.string().optional(),
    atMs: z.number(),
  }),
  z.object({ kind: z.literal('part'), name: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('summary'), tookMs: z.number(), hops: z.number() }),
]);

/** A line of `npm run demo -- -o json`. */
export type DemoLine = z.output<typeof lineSchema>;
/** A hop as the demo tells it to programs. */
export type TestedHop = Extract<DemoLine, { kind: 'hop' }>;

/** Reads a line. Throws where it is none. */
export function readLine(text: string): DemoLine {
  return lineSchema.parse(JSON.parse(text));
}
