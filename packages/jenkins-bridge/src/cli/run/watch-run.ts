import { onAbort } from '@towline/shared/async';
import { createPaint, failureData, failureText, type Invocation } from '@towline/shared/cli';
import { errorCode } from '@towline/shared/errors';
import type { GitSha } from '@towline/shared/image';
import { systemClock } from '@towline/shared/process';
import type { BuildView } from '../../app/builds/run-build.js';
import { type WatchedBuild, watchSource } from '../../app/run/watch-source.js';
import type { BuildResult } from '../../core/jenkins/jenkins.js';
import { resolveTags } from '../../core/publish/resolve-tags.js';
import { isMadeOfCommit } from '../../core/render/publication-script.js';
import type { Checkout } from '../../core/run/checkout.js';
import { reportText } from '../jenkins/build-text.js';
import { createBuildView, type ShownBuilds, wantsData } from '../jenkins/build-view.js';
import { readAnswers } from '../jenkins/read-answers.js';
import { executeRun } from './execute-run.js';
import type { OpenedSource } from './open-source.js';
import { type PreparedRun, prepareRun } from './prepare-run.js';

/** How a source is watched. */
export interface WatchSettings {
  readonly intervalMs: number;
  readonly concurrency: number;
  readonly once: boolean;
}

/** Watches a source and builds its new commits until it is ended. Gives the results. */
export async function watchRun(
  invocation: Invocation,
  source: OpenedSource,
  settings: WatchSettings,
): Promise<readonly BuildResult[]> {
  const watch = new Watch(invocation, source, settings);
  try {
    watch.tell('watching', { url: source.url, branch: source.branch }, `${source.url}: ${source.branch} is watched`);
    return await watchSource(
      {
        ...settings,
        clock: systemClock,
        head: (signal) => source.head(signal),
        begin: (since, signal) => watch.begin(since, signal),
        onTrouble: (error) => watch.trouble(error),
      },
      invocation.signal,
    );
  } finally {
    watch.done();
  }
}

/** What is kept while a source is watched: the number of the last build and its result. */
class Watch {
  readonly #invocation: Invocation;
  readonly #source: OpenedSource;
  readonly #several: boolean;
  readonly #view: ShownBuilds;
  #number = 0;
  #previous: BuildResult | undefined;
  #trouble = '';

  constructor(invocation: Invocation, source: OpenedSource, { concurrency }: WatchSettings) {
    this.#invocation = invocation;
    this.#source = source;
    this.#several = concurrency > 1;
    this.#view = createBuildView(invocation, { log: !wantsData(invocation), answers: readAnswers(invocation) });
  }

  done(): void {
    this.#view.done();
  }

  /** A line for people, or an object on a line of its own for programs. */
  tell(event: string, data: object, text: string): void {
    const { stdout, stderr } = this.#invocation.terminal;
    this.#view.done();
    if (wantsData(this.#invocation)) stdout.write(`${JSON.stringify({ event, ...data })}\n`);
    else stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** The same trouble again is no news. */
  trouble(error: unknown): void {
    const failure = failureData(error);
    if (failure.message === this.#trouble) return;
    this.#trouble = failure.message;
    this.tell('trouble', { error: failure }, failureText(error, createPaint(this.#invocation.terminal.stderr.colors)));
  }

  async begin(since: GitSha | undefined, signal: AbortSignal): Promise<WatchedBuild> {
    const checkout = await this.#source.checkout({ since }, signal);
    this.#trouble = '';
    const ending = new AbortController();
    const leave = onAbort(signal, () => ending.abort(signal.reason));
    const prepared = await this.#prepare(checkout, ending.signal);
    const stop = () => ending.abort(new Error('A newer commit is built'));
    const ended = (async (): Promise<BuildResult | undefined> => {
      try {
        return prepared === undefined ? 'FAILURE' : await this.#run(prepared, ending.signal);
      } catch (error) {
        this.#failed(checkout, error);
        return ending.signal.aborted ? 'ABORTED' : 'FAILURE';
      } finally {
        leave();
        await prepared?.[Symbol.asyncDispose]();
        await checkout[Symbol.asyncDispose]();
      }
    })();
    const givesWay = prepared?.pipeline.options.concurrentBuilds === 'abort-previous';
    return { sha: checkout.facts.sha, ended, givesWay, stop };
  }

  /** A commit whose pipeline cannot run is a build that failed. */
  async #prepare(checkout: Checkout, signal: AbortSignal): Promise<PreparedRun | undefined> {
    this.#number += 1;
    const number = this.#number;
    try {
      return await prepareRun({ ...this.#invocation, signal }, { checkout, cloned: true, number });
    } catch (error) {
      this.#failed(checkout, error);
      return undefined;
    }
  }

  #failed({ facts: { sha } }: Checkout, error: unknown): void {
    this.#previous = 'FAILURE';
    const text = failureText(error, createPaint(this.#invocation.terminal.stderr.colors));
    this.tell('refused', { sha, error: failureData(error) }, `${sha} is not built\n${text}`);
  }

  async #run(prepared: PreparedRun, signal: AbortSignal): Promise<BuildResult | undefined> {
    const { sha } = prepared.context.checkout.facts;
    if (await isPublished(prepared, signal)) {
      this.tell('published', { sha }, `${sha} is published already`);
      return undefined;
    }
    const view = wantsData(this.#invocation) ? this.#eventView(prepared) : this.#lineView(sha);
    const { report, data } = await executeRun(this.#invocation, prepared, {
      view,
      signal,
      previous: this.#previous,
      several: true,
    });
    this.#previous = report.result;
    const paint = createPaint(this.#invocation.terminal.stderr.colors);
    this.tell('ended', data, reportText(report, paint));
    return report.result;
  }

  /** Builds beside each other are told apart by their commits. */
  #lineView(sha: GitSha): BuildView {
    if (!this.#several) return this.#view;
    return { ...this.#view, line: (text) => this.#view.line(`[${sha.slice(0, 8)}] ${text}`) };
  }

  /** Each stage as it begins and ends, for programs. */
  #eventView({ context: { identity, checkout } }: PreparedRun): BuildView {
    const { sha } = checkout.facts;
    const told = new Map<string, string>();
    return {
      ...this.#view,
      started: ({ job, number }) => this.tell('started', { job, number, sha }, ''),
      stages: (_id, stages) => {
        for (const { id, name, status, durationMs } of stages) {
          if (status === 'waiting' || told.get(id) === status) continue;
          told.set(id, status);
          this.tell('stage', { number: identity.number, sha, name, status, durationMs }, '');
        }
      },
      ended: () => undefined,
    };
  }
}

/** Whether every image of a commit has the tag that names the commit. */
async function isPublished({ context, pipeline }: PreparedRun, signal: AbortSignal): Promise<boolean> {
  const tag = resolveTags(pipeline.publication.tags, context.facts).find(
    (each) => each.kind === 'fixed' && isMadeOfCommit(each.template),
  );
  if (tag?.kind !== 'fixed') return false;
  for (const { repository } of context.images) {
    const place = await context.workshop.registries.open(repository, 'push');
    try {
      if ((await place.readManifest({ kind: 'tag', tag: tag.tag }, signal)) === undefined) return false;
    } catch (error) {
      // A registry that cannot be asked now may answer when the image is built; if not, the build says why.
      if (!errorCode(error)?.startsWith('registry-')) throw error;
      return false;
    }
  }
  return true;
}
