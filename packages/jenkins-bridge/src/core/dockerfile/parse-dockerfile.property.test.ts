import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDockerfileError } from './dockerfile-error.js';
import { parseDockerfile } from './parse-dockerfile.js';
import { substitute } from './substitute.js';

const corpus = new URL('../image/testdata/dockerfiles/', import.meta.url);
const texts = readdirSync(corpus).map((name) => readFileSync(new URL(`${name}/Dockerfile`, corpus), 'utf8'));

const damaged = fc
  .constantFrom(...texts)
  .chain((text) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 6 }))
      .map(([from, to, put]) => text.slice(0, from) + put + text.slice(to)),
  );

/** What the call throws besides a `DockerfileError`; undefined where it throws none or returns. */
function foreignError(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return isDockerfileError(error) ? undefined : error;
  }
}

describe('any text at all', () => {
  it('is a Dockerfile or a DockerfileError', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        expect(foreignError(() => parseDockerfile(text))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('names lines that are in it', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        try {
          parseDockerfile(text);
        } catch (error) {
          const lines = text.split('\n').length;
          const findings = isDockerfileError(error) ? error.findings : [];
          expect(findings.every(({ line }) => line >= 1 && line <= lines)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has its variables replaced, or is a DockerfileError', () => {
    const piece = fc.oneof(
      fc.constantFrom('$', '${', '}', ':-', ':+', '#', '%', '/', '\\', "'", '"', 'V', '*'),
      fc.string(),
    );
    const variables = new Map([['V', 'a/b.c']]);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const how = { variables, escapeCharacter: '\\', line: 1 };
        expect(foreignError(() => substitute(pieces.join(''), how))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a Dockerfile', () => {
  it('means the same with the line ends of Windows', () => {
    for (const text of texts.filter((each) => !each.includes('<<'))) {
      const read = (one: string) => {
        try {
          return parseDockerfile(one);
        } catch (error) {
          return isDockerfileError(error) ? error.findings : error;
        }
      };
      expect(read(text.replaceAll(/\r?\n/g, '\r\n'))).toEqual(read(text));
    }
  });

  it('is not read where it is larger than a Dockerfile would be', () => {
    const error = (() => {
      try {
        return parseDockerfile(`FROM scratch\n${'# x\n'.repeat(300_000)}`);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toMatchObject({ code: 'dockerfile-too-large' });
  });

  it('may nest variables as deeply as anybody would, and no deeper', () => {
    const nested = (depth: number) => `${'${A:-'.repeat(depth)}x${'}'.repeat(depth)}`;
    const how = { variables: new Map<string, string>(), escapeCharacter: '\\', line: 1 };
    expect(substitute(nested(60), how)).toBe('x');
    expect(() => substitute(nested(50_000), how)).toThrow('variables are nested too deeply');
  });
});
