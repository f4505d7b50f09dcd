import { z } from 'zod';

const match = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  kind: z.string().optional(),
});
const common = { match: match.optional(), times: z.number().int().positive().optional() };

/** A fault as it is posted to `/_kit/faults`. */
export const faultSchema = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('latency'), milliseconds: z.number().nonnegative(), ...common }),
  z.strictObject({
    effect: z.literal('answer'),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    ...common,
  }),
  z.strictObject({ effect: z.literal('cut'), at: z.enum(['before', 'middle']), ...common }),
  z.strictObject({ effect: z.literal('wrong-content'), ...common }),
  z.strictObject({ effect: z.literal('silence'), ...common }),
]);
