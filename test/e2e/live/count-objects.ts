// A program: runs a controller in which nothing new happens, and tells how many objects it keeps after some of its cycles.
import { getHeapSnapshot } from 'node:v8';
import { z } from 'zod';
import { runIdleCycles } from './idle-cycles.js';

const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())], z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
});

/** What programs make one by one. Strings and arrays are left out: the engine takes source texts and tables away whenever it likes. */
const made = new Set(['object', 'closure', 'native']);

/** How many objects are left when garbage was collected. */
async function countObjects(): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of getHeapSnapshot()) parts.push(z.instanceof(Buffer).parse(part));
  const { snapshot, nodes } = snapshotSchema.parse(JSON.parse(Buffer.concat(parts).toString()));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const at = fields.indexOf('type');
  let count = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (made.has(types[0][nodes[node + at] ?? 0] ?? '')) count += 1;
  }
  return count;
}

const [world, cycles] = z
  .tuple([z.object({ applications: z.number(), images: z.number(), tags: z.number() }), z.array(z.number())])
  .parse(JSON.parse(process.argv[2] ?? ''));
const { seen } = await runIdleCycles(world, cycles, countObjects);
process.stdout.write(JSON.stringify(seen));
