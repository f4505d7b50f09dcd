import { describe, expect, it } from '@jest/globals';
import { pageSteps } from './page-steps.js';

const fence = '```';
const block = (info: string, text: string) => `${fence}${info}\n${text}\n${fence}\n`;

describe('pageSteps', () => {
  it('are the files and commands of a page, with what the commands write', () => {
    const page = [
      '# Title\n\n',
      block('yaml file=a/b.yaml', 'a: 1'),
      block('sh exit=10', 'plan'),
      block('text output', 'one\n\ntwo'),
      block('ts', 'ignored()'),
      block('sh needs=aws', 'aws s3 ls'),
      block('sh until=ready', 'serve'),
    ].join('');
    expect(pageSteps(page)).toEqual([
      { kind: 'file', line: 4, path: 'a/b.yaml', text: 'a: 1\n' },
      {
        kind: 'run',
        line: 7,
        text: 'plan\n',
        exit: [10],
        until: undefined,
        output: expect.objectContaining({ line: 10, text: 'one\n\ntwo\n' }),
      },
      { kind: 'read', line: 18, needs: 'aws', text: 'aws s3 ls\n' },
      { kind: 'run', line: 21, text: 'serve\n', exit: [], until: 'ready', output: undefined },
    ]);
  });

  it.each([
    ['a mark that nobody knows', block('sh need=aws', 'x'), 'no block can be marked need'],
    ['a need that nobody knows', block('sh needs=luck', 'x'), 'nothing can need luck'],
    ['an exit code that is none', block('sh exit=0', 'x'), 'names no failure'],
    ['a block without an end', `${fence}sh\nx\n`, 'is not closed'],
  ])('refuse %s', (_what, page, message) => {
    expect(() => pageSteps(page)).toThrow(message);
  });
});
