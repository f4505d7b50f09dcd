import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abortable } from '@towline/shared/async';
import { createPaint } from '@towline/shared/cli';
import { errorMessage, exitCodes } from '@towline/shared/errors';
import { type DemoOptions, helpText, readArguments } from './options.js';
import { play } from './play.js';
import { createCompany } from './stage/company.js';
import { endLeftovers } from './stage/end-leftovers.js';
import { buildLab, type Lab } from './stage/lab.js';
import { placeIn } from './stage/place.js';
import { type Story, tellToPeople, tellToPrograms } from './story/story.js';
import { summaryText } from './story/summary.js';

/** Where the demo is started from. */
export interface DemoWorld {
  readonly args: readonly string[];
  readonly stdin: AsyncIterable<unknown>;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly stderr: { write(text: string): unknown };
  /** Aborted with the name of the signal that ends the demo. */
  readonly signal: AbortSignal;
  /** How the lab is built; {@link buildLab} where absent. */
  readonly buildLab?: typeof buildLab | undefined;
}

/** Plays the demo and gives its exit code. Whatever it started is gone afterwards. */
export async function runDemo(world: DemoWorld): Promise<number> {
  const { args, stdin, stdout, stderr, signal } = world;
  const reading = readArguments(args);
  if (reading.kind === 'help') {
    stdout.write(helpText);
    return exitCodes.done;
  }
  if (reading.kind === 'refused') {
    stderr.write(`demo: ${reading.problem}\n\n${helpText}`);
    return exitCodes['wrong-usage'];
  }
  const { options } = reading;
  const paint = createPaint(stdout.isTTY === true && !process.env.NO_COLOR);
  const tell = options.output === 'json' ? tellToPrograms : tellToPeople;
  const story = tell({ now: () => performance.now(), write: (text) => void stdout.write(text), paint });
  const stage = await openStage(story, world);
  try {
    const pause = options.step ? pauseBy(stdin, stage.signal) : async () => undefined;
    const lab = await play({ story, build: () => stage.build(options), pause });
    const { hops } = story;
    const tookMs = hops.at(-1)?.atMs ?? 0;
    if (options.output === 'json') stdout.write(`${JSON.stringify({ kind: 'summary', tookMs, hops: hops.length })}\n`);
    else stdout.write(`\n${summaryText(hops, paint)}`);
    if (options.keep) await keepRunning(lab, story, stage.signal);
    return exitCodes.done;
  } catch (error) {
    await stage.settle();
    if (signal.aborted) return signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
    const last = story.hops.at(-1);
    const where = last === undefined ? 'before its first hop' : `after the hop ${last.id} (${last.what})`;
    stderr.write(`demo: it ended ${where}: ${errorMessage(stage.signal.aborted ? stage.signal.reason : error)}\n`);
    return exitCodes.failed;
  } finally {
    await stage.close();
  }
}

interface Stage {
  /** Aborted when the demo shall end, or a part has ended. */
  readonly signal: AbortSignal;
  build(options: DemoOptions): Promise<Lab>;
  /** Waits until it is known whether a part has ended. */
  settle(): Promise<void>;
  /** Ends all parts and takes away all files. */
  close(): Promise<void>;
}

async function openStage(story: Story, { signal, buildLab: build = buildLab }: DemoWorld): Promise<Stage> {
  const place = placeIn(await mkdtemp(join(tmpdir(), 'towline-demo-')));
  const company = createCompany(signal, story.part);
  story.note(`everything is kept in ${place.folder}, until the end`);
  const cleanUps: (() => Promise<void>)[] = [];
  return {
    signal: company.signal,
    build: (options) => build({ options, place, company, onCleanUp: (action) => void cleanUps.push(action) }),
    settle: () => company.settle(),
    async close() {
      // What is left in a cluster that goes on is taken away first; one that is gone needs no cleaning.
      await Promise.all(cleanUps.map((action) => action().catch(() => undefined)));
      await company.close();
      await endLeftovers(place.folder);
      await rm(place.folder, { recursive: true, force: true });
    },
  };
}

/** Waits, each time, until something is written to standard input, as Enter does. */
function pauseBy(stdin: DemoWorld['stdin'], signal: AbortSignal): () => Promise<void> {
  const lines = stdin[Symbol.asyncIterator]();
  return async () => {
    await abortable(lines.next(), signal);
  };
}

async function keepRunning(lab: Lab, story: Story, signal: AbortSignal): Promise<void> {
  lab.bus?.open();
  story.scene('It keeps running, until Ctrl-C');
  for (const [name, url] of Object.entries(lab.addresses)) story.note(`${name}: ${url}`);
  story.note(`change the page: edit ${join(lab.application.folder, 'title.txt')}, commit, push`);
  story.note(`change the manifests: edit ${join(lab.manifests.folder, 'web')}, commit, push`);
  await abortable(new Promise<never>(() => undefined), signal);
}
