import { readFileSync } from 'node:fs';

const readme = new URL('../../../README.md', import.meta.url);

/** The hops that the README shows, from the summary of a demo, as {@link steadyHop} has them. */
export function hopsOfReadme(): readonly string[] {
  const [, block = ''] = /^```text demo\n([\s\S]*?)^```$/m.exec(readFileSync(readme, 'utf8')) ?? [];
  const lines = block.split('\n').map((line) => /^ *[\d.]+s ▇+ +(.+)$/.exec(line)?.[1]);
  return lines.flatMap((line) => (line === undefined ? [] : [steadyHop(line)]));
}

/** What a hop says, without the process of the day. */
export function steadyHop(what: string): string {
  return what.replace(/process \d+/, 'process …');
}
