import { readFile, writeFile } from 'node:fs/promises';
import type { Block } from './read-blocks.js';

/** What commands wrote, and the block of the page that shows it. */
export interface Answer {
  readonly at: Pick<Block, 'line' | 'text'>;
  readonly text: string;
}

/** Writes answers into their blocks; nothing else of the page changes. */
export async function writeAnswers(path: string, answers: readonly Answer[]): Promise<void> {
  if (answers.length === 0) return;
  const lines = (await readFile(path, 'utf8')).split('\n');
  // From the last to the first, so that the lines of those above stay where they are.
  const fromBelow = [...answers].sort((a, b) => b.at.line - a.at.line);
  for (const { at, text } of fromBelow) {
    lines.splice(at.line - 1, at.text.split('\n').length - 1, ...text.trimEnd().split('\n'));
  }
  await writeFile(path, lines.join('\n'));
}
