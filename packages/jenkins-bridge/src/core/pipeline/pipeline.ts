import * as z from 'zod';
import { afterStep, notification } from './model/after.js';
import { agent } from './model/agent.js';
import { builder } from './model/builder.js';
import { image } from './model/image.js';
import { publication } from './model/publication.js';
import { cleanUp, environment, options, parameter, preparation } from './model/settings.js';
import { source } from './model/source.js';
import { scan, test } from './model/tests.js';
import { line } from './model/text.js';

/**
 * The one description of a pipeline: types, defaults, JSON Schema and reference page come from it. What it accepts, it accepts again:
 * a pipeline that was read is a valid input, and reads as itself.
 */
export const pipelineSchema = z
  .strictObject({
    name: line.describe('What the pipeline is called; its first image, where left out.').optional(),
    source: source.prefault({}).describe('Where the source comes from, and what starts a build.'),
    agent: agent.prefault({ kind: 'any' }).describe('Where the pipeline runs.'),
    parameters: z.array(parameter).prefault([]).describe('What a person may choose when starting a build.'),
    environment,
    options: options.prefault({}).describe('How Jenkins treats the builds.'),
    prepare: z.array(preparation).prefault([]).describe('What runs before the images are built.'),
    builder: builder.prefault({ kind: 'docker' }).describe('What builds the images.'),
    images: z.array(image).min(1, 'names no image').describe('What is built.'),
    tests: z.array(test).prefault([]).describe('What must succeed before anything is pushed.'),
    scans: z.array(scan).prefault([]).describe('Looks at the images, before they are pushed.'),
    publication: publication.describe('Where the images go, under which tags, and when.'),
    after: z.array(afterStep).prefault([]).describe('What follows when all images are published, in this order.'),
    notifications: z.array(notification).prefault([]).describe('Who is told of the outcome.'),
    cleanUp: cleanUp.prefault({}).describe('What is removed from the agent at the end.'),
  })
  .describe('A pipeline: clone, build, test, push.');

/** A pipeline, complete: every default is filled in. Plain data. */
export type Pipeline = z.output<typeof pipelineSchema>;

/** A pipeline as a person writes it: what has a default may be left out. */
export type PipelineInput = z.input<typeof pipelineSchema>;
