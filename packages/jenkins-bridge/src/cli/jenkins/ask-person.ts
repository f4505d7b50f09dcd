import { createSlots } from '@towline/shared/async';
import type { Invocation } from '@towline/shared/cli';
import { checkParameters } from '../../core/build/check-parameters.js';
import type { BuildInput, InputAnswer, InputParameter } from '../../core/jenkins/jenkins.js';
import { inputLines, parameterText } from './input-text.js';

/** Asks whoever sits at the terminal, one question at a time. */
export interface Asker {
  /** Whether a question stands there: nothing is to be written over it. */
  readonly asking: boolean;
  /** Undefined where the person leaves it open, or nobody sits there. Values are checked, and asked for again where they are wrong. */
  ask(question: string, input: Pick<BuildInput, 'parameters'>): Promise<InputAnswer | undefined>;
}

type AskLine = (question: string) => Promise<string>;

/** An {@link Asker} at a terminal; `before` makes room for a question. */
export function createAsker({ terminal, signal }: Pick<Invocation, 'terminal' | 'signal'>, before: () => void): Asker {
  const questions = createSlots(1);
  let asking = false;
  const { ask } = terminal;
  return {
    get asking() {
      return asking;
    },
    async ask(question, input) {
      if (ask === undefined) return undefined;
      const askLine: AskLine = (text) => ask(text, signal);
      return questions.run(async () => {
        before();
        asking = true;
        try {
          return await readAnswer(askLine, question, input);
        } finally {
          asking = false;
        }
      }, signal);
    },
  };
}

async function readAnswer(
  askLine: AskLine,
  question: string,
  input: Pick<BuildInput, 'parameters'>,
): Promise<InputAnswer | undefined> {
  const asksFor = inputLines(input).map((line) => `  ${line}\n`);
  const said = (await askLine(`${question}\n${asksFor.join('')}  proceed, abort or later? `)).trim().toLowerCase();
  if (['a', 'abort', 'n', 'no'].includes(said)) return { kind: 'abort' };
  if (!['p', 'proceed', 'y', 'yes'].includes(said)) return undefined;
  const parameters: Record<string, string> = {};
  for (const parameter of input.parameters) {
    const value = await readValue(askLine, parameter);
    if (value !== undefined) parameters[parameter.name] = value;
  }
  return { kind: 'proceed', parameters };
}

/** The value of one parameter; Enter takes what it is otherwise. */
async function readValue(askLine: AskLine, parameter: InputParameter): Promise<string | undefined> {
  for (let wrong = ''; ; ) {
    const value = (await askLine(`${wrong}  ${parameterText(parameter)}: `)) || parameter.fallback;
    const [problem] = value === undefined ? [] : checkParameters([parameter], { [parameter.name]: value });
    if (problem === undefined) return value;
    wrong = `  ${problem}\n`;
  }
}
