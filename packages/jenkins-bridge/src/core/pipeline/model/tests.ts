import * as z from 'zod';
import { workingAgent } from './agent.js';
import { environment } from './settings.js';
import { duration, line, name, pathPattern, script } from './text.js';

const everywhere = {
  name: line.prefault('Test').describe('What the test is called.'),
  run: script.describe('The commands. They fail the build where they end with anything but 0.'),
  junit: pathPattern
    .describe('Where it writes JUnit reports. A failed test in them makes the build unstable, and nothing is pushed.')
    .optional(),
  environment,
  timeout: duration.describe('How long it may take.').optional(),
};

const elsewhere = { agent: workingAgent.describe('Another agent than that of the pipeline.').optional() };

const inContainer = {
  args: line.describe('Arguments of `docker run`.').optional(),
};

/** Something that must succeed before anything is pushed. */
export const test = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('built-image'),
        image: name.describe('Which image; the only one, where left out.').optional(),
        ...everywhere,
        ...inContainer,
      })
      .describe('Inside the image that was built.'),
    z
      .strictObject({
        kind: z.literal('other-image'),
        image: line.describe('The image to pull.'),
        ...everywhere,
        ...inContainer,
        ...elsewhere,
      })
      .describe('Inside another image.'),
    z
      .strictObject({
        kind: z.literal('agent'),
        ...everywhere,
        ...elsewhere,
      })
      .describe('On the agent.'),
  ])
  .meta({ id: 'test' });

const severity = z.enum(['unknown', 'low', 'medium', 'high', 'critical']);
const images = z.array(name).describe('Which images; all of them, where left out.').optional();

/** A look at the images before they are pushed. */
export const scan = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('trivy'),
        images,
        severities: z
          .array(severity)
          .min(1, 'names no severity')
          .prefault(['high', 'critical'])
          .describe('What fails the build.'),
        ignoreUnfixed: z.boolean().prefault(false).describe('Whether only what has a fix counts.'),
      })
      .describe('Known weaknesses, found by Trivy.'),
    z
      .strictObject({ kind: z.literal('hadolint'), images, config: pathPattern.describe('Its settings.').optional() })
      .describe('Mistakes in the Dockerfile, found by hadolint.'),
    z
      .strictObject({
        kind: z.literal('command'),
        images,
        name: line,
        run: script.describe('The commands; `$TOWLINE_IMAGE` is the image.'),
      })
      .describe('Whatever the commands find.'),
  ])
  .meta({ id: 'scan' });

/** Something that must succeed before anything is pushed. */
export type Test = z.output<typeof test>;

/** A look at the images before they are pushed. */
export type Scan = z.output<typeof scan>;
