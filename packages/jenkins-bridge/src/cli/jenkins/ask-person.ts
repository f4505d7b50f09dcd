import { createSlots } from '@towline/shared/async';
import type { Invocation } from '@towline/shared/cli';
import type { InputAnswer } from '../../core/jenkins/jenkins.js';

/** Asks whoever sits at the terminal, one question at a time. */
export interface Asker {
  /** Whether a question stands there: nothing is to be written over it. */
  readonly asking: boolean;
  /** Undefined where the person leaves it open, or nobody sits there. */
  ask(question: string): Promise<InputAnswer | undefined>;
}

/** An {@link Asker} at a terminal; `before` makes room for a question. */
export function createAsker({ terminal, signal }: Pick<Invocation, 'terminal' | 'signal'>, before: () => void): Asker {
  const questions = createSlots(1);
  let asking = false;
  const { ask } = terminal;
  return {
    get asking() {
      return asking;
    },
    async ask(question) {
      if (ask === undefined) return undefined;
      return questions.run(async () => {
        before();
        asking = true;
        try {
          return readAnswer(await ask(`${question}\n  proceed, abort or later? `, signal));
        } finally {
          asking = false;
        }
      }, signal);
    },
  };
}

function readAnswer(text: string): InputAnswer | undefined {
  const said = text.trim().toLowerCase();
  if (['p', 'proceed', 'y', 'yes'].includes(said)) return { kind: 'proceed', parameters: {} };
  return ['a', 'abort', 'n', 'no'].includes(said) ? { kind: 'abort' } : undefined;
}
