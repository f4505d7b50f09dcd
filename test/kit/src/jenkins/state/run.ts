import { errorMessage } from '@towline/shared/errors';
import { type ConsoleLog, createConsoleLog } from './console-log.js';

/** How a build ends. */
export type RunResult = 'SUCCESS' | 'UNSTABLE' | 'FAILURE' | 'NOT_BUILT' | 'ABORTED';

/** How a build is asked to end, from the gentlest. */
export type Interruption = 'stop' | 'term' | 'kill';

/** What the builds of a job do: the part of a test. What it throws fails the build. */
export type RunScript = (run: RunControl) => Promise<RunResult | undefined>;

/** What a script can do to its build. */
export interface RunControl {
  readonly number: number;
  readonly parameters: Readonly<Record<string, string>>;
  /** Writes to the log, as it is: lines end in `\n`. */
  log(text: string, times?: number): void;
  /** Runs a stage, which fails where `body` throws. */
  stage(name: string, body: () => Promise<void>): Promise<void>;
  /** Waits for a person, as the step `input`; gives the parameters of the answer. Who aborts ends the build. */
  input(id: string, message: string, asksFor?: readonly AskedParameter[]): Promise<Readonly<Record<string, string>>>;
}

/** A parameter that a question asks for, as `wfapi` tells it. */
export interface AskedParameter {
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly definition: { readonly defaultVal?: unknown; readonly choices?: readonly string[] };
}

/** A stage of a build. */
export interface RunStage {
  readonly id: string;
  readonly name: string;
  status: 'IN_PROGRESS' | 'SUCCESS' | 'FAILED' | 'ABORTED' | 'PAUSED_PENDING_INPUT';
  readonly startTimeMillis: number;
  durationMillis: number;
}

/** A question that a build waits at. */
export interface PendingInput {
  readonly id: string;
  readonly message: string;
  readonly asksFor: readonly AskedParameter[];
  proceed(parameters: Readonly<Record<string, string>>): void;
  abort(): void;
}

/** A build. */
export interface Run {
  readonly number: number;
  readonly queueId: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly log: ConsoleLog;
  readonly timestamp: number;
  readonly stages: readonly RunStage[];
  readonly inputs: readonly PendingInput[];
  /** Which interruptions were asked for, in order. */
  readonly interruptions: readonly Interruption[];
  result: RunResult | undefined;
  duration: number;
  interrupt(how: Interruption): void;
  /** Settles when the build is over. */
  readonly over: Promise<void>;
}

/** What {@link startRun} needs. */
export interface RunStart {
  readonly number: number;
  readonly queueId: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly script: RunScript;
  /** Interruptions that the build does not react to. */
  readonly ignores: readonly Interruption[];
  readonly now: () => number;
}

class Interrupted extends Error {}

/** What a build has become so far, as its script makes it. */
interface RunRecord {
  readonly log: ConsoleLog;
  readonly stages: RunStage[];
  readonly inputs: PendingInput[];
}

/** Starts a build: its script runs until it ends or is interrupted; the last line of the log says how that was. */
export function startRun(start: RunStart): Run {
  const { number, queueId, parameters, script, ignores, now } = start;
  const record: RunRecord = { log: createConsoleLog(), stages: [], inputs: [] };
  const interruptions: Interruption[] = [];
  let end = (_how: Interruption) => {};
  const interrupted = new Promise<never>((_, reject) => {
    end = (how) => reject(new Interrupted(how));
  });
  const timestamp = now();
  const finish = (result: RunResult) => {
    endStages(record);
    record.log.append(`[Pipeline] End of Pipeline\nFinished: ${result}\n`);
    run.duration = now() - timestamp;
    run.result = result;
  };
  const fail = (error: unknown) => {
    if (error instanceof Interrupted) return finish('ABORTED');
    record.log.append(`ERROR: ${errorMessage(error)}\n`);
    finish('FAILURE');
  };
  const control = createControl(start, record);
  const run: Run = {
    ...record,
    number,
    queueId,
    parameters,
    timestamp,
    interruptions,
    result: undefined,
    duration: 0,
    interrupt(how) {
      interruptions.push(how);
      if (!ignores.includes(how)) end(how);
    },
    over: Promise.resolve()
      .then(() => Promise.race([script(control), interrupted]))
      .then((result) => finish(result ?? 'SUCCESS'), fail),
  };
  return run;
}

function createControl({ number, parameters, now }: RunStart, { log, stages, inputs }: RunRecord): RunControl {
  return {
    number,
    parameters,
    log: (text, times) => log.append(text, times),
    async stage(name, body) {
      const id = String(stages.length + 5);
      const stage: RunStage = { id, name, status: 'IN_PROGRESS', startTimeMillis: now(), durationMillis: 0 };
      stages.push(stage);
      log.append(`[Pipeline] { (${name})\n`);
      try {
        await body();
        stage.status = 'SUCCESS';
      } catch (error) {
        stage.status = 'FAILED';
        throw error;
      } finally {
        stage.durationMillis = now() - stage.startTimeMillis;
        log.append('[Pipeline] }\n');
      }
    },
    input(id, message, asksFor = []) {
      const stage = stages.at(-1);
      if (stage !== undefined) stage.status = 'PAUSED_PENDING_INPUT';
      log.append(`${message}\nProceed or Abort\n`);
      return new Promise((resolve, reject) => {
        const settle = (action: () => void) => {
          inputs.splice(inputs.indexOf(pending), 1);
          if (stage !== undefined) stage.status = 'IN_PROGRESS';
          action();
        };
        const pending: PendingInput = {
          id,
          message,
          asksFor,
          proceed: (given) => settle(() => resolve(given)),
          abort: () => settle(() => reject(new Interrupted('input'))),
        };
        inputs.push(pending);
      });
    },
  };
}

function endStages({ stages, inputs }: RunRecord): void {
  for (const stage of stages) {
    if (stage.status === 'IN_PROGRESS' || stage.status === 'PAUSED_PENDING_INPUT') stage.status = 'ABORTED';
  }
  inputs.splice(0);
}
