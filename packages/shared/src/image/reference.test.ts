import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatImageReference,
  type ImageReference,
  parseImageReference,
  readImageReference,
  sameImage,
  withVersion,
  writtenName,
} from './reference.js';

const hex = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const digest = `sha256:${hex}`;

function refusal(text: string): string {
  const reading = readImageReference(text);
  return reading.kind === 'refused' ? [reading.problem, reading.hint].filter(Boolean).join('. ') : 'accepted';
}

describe('parseImageReference', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['nginx:1.25', 'docker.io/library/nginx:1.25'],
    ['library/nginx', 'docker.io/library/nginx'],
    ['docker.io/nginx', 'docker.io/library/nginx'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx'],
    ['registry-1.docker.io/acme/web', 'docker.io/acme/web'],
    ['acme/web', 'docker.io/acme/web'],
    ['registry/acme/web', 'docker.io/registry/acme/web'],
    ['localhost/web', 'localhost/web'],
    ['localhost:5000/x:tag', 'localhost:5000/x:tag'],
    ['registry:5000/web', 'registry:5000/web'],
    ['[::1]:5000/x:1', '[::1]:5000/x:1'],
    ['[fd00::a]/x', '[fd00::a]/x'],
    ['10.0.0.1:5000/x', '10.0.0.1:5000/x'],
    ['GHCR.io/acme/web', 'ghcr.io/acme/web'],
    ['ghcr.io/a/b/c__d.e--f:V1_x', 'ghcr.io/a/b/c__d.e--f:V1_x'],
    [`quay.io/a/b@${digest}`, `quay.io/a/b@${digest}`],
    [`quay.io/a/b:1@${digest}`, `quay.io/a/b:1@${digest}`],
    [`quay.io/a/b@sha512:${hex}${hex}`, `quay.io/a/b@sha512:${hex}${hex}`],
    [`quay.io/a/b@blake3:${hex}`, `quay.io/a/b@blake3:${hex}`],
    [`quay.io/a/b:${'t'.repeat(128)}`, `quay.io/a/b:${'t'.repeat(128)}`],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/nginx/nginx:1',
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/nginx/nginx:1',
    ],
  ])('reads %s as %s', (text, canonical) => {
    const reference = parseImageReference(text);
    expect(formatImageReference(reference)).toBe(canonical);
    expect(reference.original).toBe(text);
  });

  it.each([
    ['', 'it is empty'],
    ['nginx ', 'it has white space'],
    ['https://ghcr.io/acme/web', 'it begins with https://. Write it without: ghcr.io/acme/web'],
    ['ghcr.io/Acme/web', '"Acme" has upper-case letters. Repository names are lower-case: write acme.'],
    ['ACME/web', 'write acme.'],
    ['nginx:', 'its tag is empty'],
    ['nginx:^1.2', '"^1.2" is not a tag'],
    ['nginx:-1', '"-1" is not a tag'],
    [`nginx:${'t'.repeat(129)}`, 'its tag is longer than 128 characters'],
    ['nginx@', 'not a digest'],
    ['nginx@sha256:abc', '"sha256:abc" is not a digest'],
    [`nginx@sha256:${hex.toUpperCase()}`, 'not a digest'],
    [`nginx@${digest}@${digest}`, 'not a digest'],
    ['ghcr.io/', 'it names no repository'],
    ['ghcr.io//web', 'it has an empty path component'],
    ['ghcr.io/acme/', 'it has an empty path component'],
    ['acme/we b', 'it has white space'],
    ['acme/-web', '"-web" is not a path component'],
    ['acme/a___b', '"a___b" is not a path component'],
    ['foo_bar.example/web', '"foo_bar.example" is not the name of a host'],
    ['-x.example/web', 'is not the name of a host'],
    [hex, 'bare image ID'],
    [`ghcr.io/${'a'.repeat(256)}`, 'longer than 255 characters'],
  ])('refuses %j: %s', (text, why) => {
    expect(refusal(text)).toContain(why);
  });

  it('throws a coded error with a hint', () => {
    expect(() => parseImageReference('ghcr.io/Acme/web')).toThrow(
      expect.objectContaining({
        code: 'image-reference-invalid',
        hint: 'Repository names are lower-case: write acme.',
      }),
    );
  });

  it('reads its canonical form back as the same image', () => {
    fc.assert(
      fc.property(reference, (text) => {
        const parsed = parseImageReference(text);
        expect(sameImage(parsed, parseImageReference(formatImageReference(parsed)))).toBe(true);
      }),
    );
  });
});

describe('withVersion', () => {
  it.each([
    ['nginx:1.25', { tag: '1.27' }, 'nginx:1.27'],
    ['docker.io/library/nginx', { tag: '1.27' }, 'docker.io/library/nginx:1.27'],
    ['GHCR.io/acme/web@sha256:'.concat(hex), { tag: '2' }, 'GHCR.io/acme/web:2'],
    [`localhost:5000/x:1@${digest}`, {}, 'localhost:5000/x'],
  ] as const)('keeps the spelling of %s', (text, version, written) => {
    const changed = withVersion(parseImageReference(text), version);
    expect(changed.original).toBe(written);
    expect(changed).toEqual(parseImageReference(written));
  });

  it('leaves the written name alone for every reference', () => {
    fc.assert(
      fc.property(reference, (text) => {
        const parsed = parseImageReference(text);
        expect(text.startsWith(writtenName(parsed))).toBe(true);
        expect(writtenName(withVersion(parsed, { tag: 'x' }))).toBe(writtenName(parsed));
      }),
    );
  });
});

describe('sameImage', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest', true],
    ['nginx:1', 'index.docker.io/nginx:1', true],
    ['nginx:1', 'nginx:1.0', false],
    [`nginx:1@${digest}`, `nginx:2@${digest}`, true],
    [`nginx:1@${digest}`, 'nginx:1', false],
    ['ghcr.io/nginx', 'nginx', false],
  ])('%s and %s: %s', (a, b, same) => {
    const [left, right]: [ImageReference, ImageReference] = [parseImageReference(a), parseImageReference(b)];
    expect([sameImage(left, right), sameImage(right, left)]).toEqual([same, same]);
  });
});

const component = fc.stringMatching(/^[a-z0-9]{1,4}(?:[._]|__|-{1,2})?[a-z0-9]$/);
const reference = fc
  .record({
    host: fc.constantFrom('', 'docker.io/', 'ghcr.io/', 'localhost:5000/', '[::1]:80/', 'GCR.io/'),
    path: fc.array(component, { minLength: 1, maxLength: 3 }),
    tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,6}$/)),
    digest: fc.boolean(),
  })
  .map(({ host, path, tag, digest: withDigest }) =>
    [host, path.join('/'), tag === null ? '' : `:${tag}`, withDigest ? `@${digest}` : ''].join(''),
  );
