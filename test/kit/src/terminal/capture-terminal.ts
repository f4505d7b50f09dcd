/** What sits at the other end. */
export interface TerminalOptions {
  /** What a person says to each question, in order; nobody sits there where absent. */
  readonly answers?: readonly string[] | undefined;
  readonly colors?: boolean | undefined;
}

interface CapturedStream {
  readonly isTerminal: boolean;
  readonly colors: boolean;
  readonly columns: number | undefined;
  write(text: string): void;
}

/** A terminal that keeps what is written to it. */
export interface CapturedTerminal {
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Everything that was written so far; questions are written to standard error, with their answers. */
  written(): { readonly stdout: string; readonly stderr: string };
}

/** Makes a {@link CapturedTerminal}. A question beyond the last answer is an error of the test. */
export function captureTerminal({ answers, colors = false }: TerminalOptions = {}): CapturedTerminal {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts): CapturedStream => ({
    isTerminal: answers !== undefined,
    colors,
    columns: undefined,
    write(text) {
      texts[name] += text;
    },
  });
  const left = [...(answers ?? [])];
  const ask = async (question: string): Promise<string> => {
    const answer = left.shift();
    if (answer === undefined) throw new TypeError(`nobody answers ${question}`);
    texts.stderr += `${question}${answer}\n`;
    return answer;
  };
  return {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    ask: answers === undefined ? undefined : ask,
    written: () => ({ ...texts }),
  };
}
