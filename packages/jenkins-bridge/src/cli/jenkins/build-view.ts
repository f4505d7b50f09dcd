import { createPaint, createProgress, type Invocation, textOption } from '@towline/shared/cli';
import { errorMessage } from '@towline/shared/errors';
import type { BuildView } from '../../app/builds/run-build.js';
import { proceedWith } from '../../core/build/answer-input.js';
import type { BuildInput, BuildStage, InputAnswer } from '../../core/jenkins/jenkins.js';
import { JenkinsError } from '../../core/jenkins/jenkins-error.js';
import { createAsker } from './ask-person.js';
import { printable, resultText, stageText } from './build-text.js';
import { inputLines } from './input-text.js';
import { createLogWriter } from './log-writer.js';
import type { GivenAnswer, GivenAnswers } from './read-answers.js';

/** How a build is shown. */
export interface ViewOptions {
  /** Whether the log is written to standard output. */
  readonly log: boolean;
  readonly answers: GivenAnswers;
}

/** A view that can be taken off the terminal. */
export interface ShownBuilds extends BuildView {
  done(): void;
}

/**
 * Builds on a terminal: the log, each stage as it ends, and below them one line with what runs now. Where nobody looks, the log alone, line
 * by line, and what must be known on standard error.
 */
export function createBuildView(invocation: Invocation, { log, answers }: ViewOptions): ShownBuilds {
  const { stdout, stderr } = invocation.terminal;
  const progress = createProgress(stderr);
  const paint = createPaint(stderr.colors);
  const onTerminal = stderr.isTerminal;
  const now = new Map<string, string>();
  const told = new Set<string>();
  const asker = createAsker(invocation, () => {
    writer.flush();
    progress.done();
  });
  const say = () => {
    if (now.size > 0 && !asker.asking)
      progress.say([...now].map(([job, what]) => `${printable(job)}: ${what}`).join(' | '));
  };
  const writer = createLogWriter(stdout, { before: progress.done, after: say });
  const note = (text: string) => {
    writer.flush();
    progress.done();
    stderr.write(`${text}\n`);
    say();
  };
  return {
    queued(job, why) {
      now.set(job, `waits: ${printable(why)}`);
      say();
    },
    started({ job, number }) {
      now.set(job, `#${number} runs`);
      note(paint.dim(`${printable(job)} #${number} has started`));
    },
    line: (text) => (log ? writer.line(text) : undefined),
    stages(id, stages) {
      now.set(id.job, currentText(id.number, stages));
      for (const stage of stages.filter(({ status }) => !['running', 'waiting', 'paused'].includes(status))) {
        const key = `${id.job} ${id.number} ${stage.id}`;
        if (onTerminal && !told.has(key)) note(`${printable(id.job)} ${stageText(stage, paint)}`);
        told.add(key);
      }
      say();
    },
    input(id, input, answer) {
      const given = answers(input);
      const question = `${printable(id.job)} #${id.number} asks (${printable(input.id)}): ${printable(input.message)}`;
      const decide = async (): Promise<void> => {
        const said = given === undefined ? await asker.ask(question, input) : checked(input, given);
        if (said === undefined) return note([question, ...waysToAnswer(input)].join('\n  '));
        await answer(said);
        note(`${question}: ${said.kind}`);
      };
      decide().catch((error: unknown) => {
        if (!invocation.signal.aborted) note(`${question}: could not be answered: ${errorMessage(error)}`);
      });
    },
    ended({ job, number, result }) {
      now.delete(job);
      if (now.size > 0) note(`${printable(job)} #${number}: ${resultText(result, paint)}`);
    },
    away: (away) => note(paint.yellow(away ? 'Jenkins is away: waiting for it' : 'Jenkins is back')),
    done() {
      writer.flush();
      progress.done();
    },
  };
}

function checked(input: BuildInput, given: GivenAnswer): InputAnswer {
  if (given.kind === 'abort') return given;
  const proceeding = proceedWith(input, given.values);
  if (proceeding.kind === 'answer') return proceeding.answer;
  throw new JenkinsError('jenkins-parameters', proceeding.problems.join('; '));
}

function waysToAnswer(input: BuildInput): readonly string[] {
  const id = printable(input.id);
  const [first] = input.parameters;
  const value = first === undefined ? '' : `, with --answer-value '${id}:${printable(first.name)}=…'`;
  return [
    ...inputLines(input),
    `answer it with --answer ${id}=proceed${value}, by jenkins-bridge answer, or in Jenkins`,
  ];
}

function currentText(number: number, stages: readonly BuildStage[]): string {
  const running = stages.filter(({ status }) => status === 'running' || status === 'paused');
  return `#${number} ${running.map(({ name }) => printable(name)).join(', ')}`.trimEnd();
}

/** Whether the answer is for a program. */
export function wantsData(invocation: Invocation): boolean {
  return textOption(invocation, 'output') === 'json';
}
