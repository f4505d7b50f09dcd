import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JobParameter } from '../jenkins/jenkins.js';
import { jobPath } from '../jenkins/job-name.js';
import { readLogin } from '../jenkins/read-login.js';
import { exitOf, parseBuildResult, worstResult } from './build-result.js';
import { checkParameters } from './check-parameters.js';
import { createImageFinder } from './find-images.js';
import { createLineSplitter } from './line-splitter.js';
import { createLogCursor } from './log-cursor.js';

describe('the result of a build', () => {
  it.each([
    ['SUCCESS', 'done'],
    ['FAILURE', 'failed'],
    ['UNSTABLE', 'unstable'],
    ['ABORTED', 'aborted'],
    ['NOT_BUILT', 'not-built'],
  ] as const)('%s ends a command as %s', (result, exit) => {
    expect(exitOf(result)).toBe(exit);
  });

  it.each(['', 'success', 'FAILED', 'constructor'])('is not %j', (text) => {
    expect(parseBuildResult(text)).toBeUndefined();
  });

  it('is the worst of several', () => {
    expect(worstResult(['SUCCESS', 'UNSTABLE', 'SUCCESS'])).toBe('UNSTABLE');
    expect(worstResult(['ABORTED', 'FAILURE'])).toBe('FAILURE');
  });
});

describe('checkParameters', () => {
  const declared: readonly JobParameter[] = [
    { name: 'NAME', kind: 'string', choices: [], description: '' },
    { name: 'NOTES', kind: 'text', choices: [], description: '' },
    { name: 'DRY', kind: 'boolean', choices: [], description: '' },
    { name: 'SIZE', kind: 'choice', choices: ['small', 'large'], description: '' },
    { name: 'FROM', kind: 'other', choices: [], description: '' },
  ];
  it.each([
    ['nothing', {}, []],
    ['what fits', { NAME: 'a', NOTES: 'a\nb', DRY: 'true', SIZE: 'large', FROM: 'x' }, []],
    [
      'a name that is not declared',
      { NAMR: 'a' },
      ['NAMR is not known; did you mean NAME? There are: NAME, NOTES, DRY, SIZE, FROM'],
    ],
    ['a yes that is none', { DRY: 'yes' }, ['DRY is true or false, not "yes"']],
    ['a choice that is none', { SIZE: 'huge' }, ['SIZE is one of small, large, not "huge"']],
    ['several lines where there is one', { NAME: 'a\nb' }, ['NAME is one line, and the value has several']],
    ['two mistakes', { DRY: '1', SIZE: '1' }, [expect.any(String), expect.any(String)]],
  ])('judges %s', (_what, given, problems) => {
    expect(checkParameters(declared, given)).toEqual(problems);
  });

  it('says that a job may not have run yet', () => {
    expect(checkParameters([], { A: '1' })[0]).toContain('has not run since');
  });
});

describe('createLineSplitter', () => {
  it('finds the same lines however the text is cut', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r\n', '\r', 'ü'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const split = (pieces: readonly string[]) => {
          const splitter = createLineSplitter();
          return [...pieces.flatMap((piece) => [...splitter.push(piece)]), ...splitter.end()];
        };
        const points = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = points.slice(1).map((end, index) => whole.slice(points[index], end));
        expect(split(pieces)).toEqual(split([whole]));
      }),
    );
  });

  it('hands a line without an end on in parts', () => {
    const splitter = createLineSplitter();
    expect(splitter.push('x'.repeat(200_000)).length).toBe(3);
    expect(splitter.end()[0]?.length).toBe(200_000 - 3 * 64 * 1024);
  });
});

describe('createLogCursor', () => {
  it('leaves out what was handed on of a page that broke off', () => {
    const cursor = createLogCursor();
    expect([cursor.take('abc'), cursor.take('de')]).toEqual(['abc', 'de']);
    cursor.again();
    expect([cursor.take('ab'), cursor.take('cdef'), cursor.start]).toEqual(['', 'f', 0]);
    cursor.turn(100);
    expect([cursor.start, cursor.take('gh')]).toEqual([100, 'gh']);
  });
});

describe('createImageFinder', () => {
  const a = `sha256:${'a'.repeat(64)}`;
  const b = `sha256:${'b'.repeat(64)}`;
  it.each([
    [
      'docker',
      [`The push refers to repository [h.example/app]`, '1: Pushed', `latest: digest: ${a} size: 1`],
      [{ repository: 'h.example/app', tag: 'latest', digest: a }],
    ],
    [
      'docker with timestamps',
      [
        '[2026-01-01T00:00:00.000Z] The push refers to repository [h.example/app]',
        `[2026-01-01T00:00:00.000Z] 1.2: digest: ${a} size: 1`,
      ],
      [{ repository: 'h.example/app', tag: '1.2', digest: a }],
    ],
    [
      'docker on the service of podman',
      [`The push refers to repository [h.example:5000/app:1.2]`, `1.2: digest: ${a} size: 1`],
      [{ repository: 'h.example:5000/app', tag: '1.2', digest: a }],
    ],
    [
      'docker in a parallel branch',
      [`[amd64] latest: digest: ${a} size: 1`],
      [{ repository: undefined, tag: 'latest', digest: a }],
    ],
    [
      'docker in two branches at once',
      [
        '[amd64] The push refers to repository [h.example/a]',
        '[arm64] The push refers to repository [h.example/b]',
        `[amd64] 1: digest: ${a} size: 1`,
        `[arm64] 1: digest: ${b} size: 1`,
      ],
      [
        { repository: 'h.example/a', tag: '1', digest: a },
        { repository: 'h.example/b', tag: '1', digest: b },
      ],
    ],
    [
      'BuildKit',
      [`#12 pushing manifest for h.example:5000/team/app:1@${a} 0.3s done`],
      [{ repository: 'h.example:5000/team/app', tag: '1', digest: a }],
    ],
    [
      'buildx of an index',
      ['#1 [internal] pushing h.example/app:1', `#1 0.412 pushing ${a} to h.example/app:1`, '#1 DONE 0.9s'],
      [{ repository: 'h.example/app', tag: '1', digest: a }],
    ],
    [
      'buildah, of which a generated pipeline says the digest',
      [
        '++ buildah push --digestfile /dev/stdout localhost/app:1 docker://h.example/app:1',
        'Getting image source signatures',
        `Copying blob ${b}`,
        `Copying config ${b}`,
        'Writing manifest to image destination',
        'Storing signatures',
        `+ digest=${a}`,
        `+ echo pushed h.example/app:1@${a}`,
        `pushed h.example/app:1@${a}`,
      ],
      [{ repository: 'h.example/app', tag: '1', digest: a }],
    ],
    [
      'podman that writes the digest to standard output, without an end of the line',
      [
        '+ podman push --digestfile /dev/stdout localhost/app:1 docker://h.example:5000/team/app:1',
        'Writing manifest to image destination',
        `${a}+ podman push --digestfile /dev/stdout localhost/app:1 h.example:5000/team/app:2`,
        b,
      ],
      [
        { repository: 'h.example:5000/team/app', tag: '1', digest: a },
        { repository: 'h.example:5000/team/app', tag: '2', digest: b },
      ],
    ],
    [
      'skopeo, with a file that is printed',
      [
        '[copy] + skopeo copy --all --digestfile digest docker://h.example/app:1 docker://k.example/app:2',
        '[copy] Copying 2 of 2 images in list',
        '[copy] Writing manifest list to image destination',
        '[copy] + cat digest',
        `[copy] ${a}`,
      ],
      [{ repository: 'k.example/app', tag: '2', digest: a }],
    ],
    [
      'kaniko',
      ['INFO[0003] Pushing image to h.example/team/app:1', `INFO[0004] Pushed h.example/team/app@${a} `],
      [{ repository: 'h.example/team/app', tag: '1', digest: a }],
    ],
    [
      'kaniko, which tells of no tag',
      [`INFO[0004] Pushed h.example/app@${a}`],
      [{ repository: 'h.example/app', tag: undefined, digest: a }],
    ],
    [
      'nobody: another command came between',
      ['+ buildah push localhost/app:1 docker://h.example/app:1', '+ buildah images --no-trunc', a],
      [],
    ],
    [
      'nobody: it went into a folder',
      ['+ buildah push --digestfile /dev/stdout localhost/app:1 oci:/tmp/app:1', a],
      [],
    ],
    [
      'Towline',
      [`indexed h.example/app:x@${a}`, `Pushed h.example/app@${b}`],
      [
        { repository: 'h.example/app', tag: 'x', digest: a },
        { repository: 'h.example/app', tag: undefined, digest: b },
      ],
    ],
    [
      'the last of two pushes of a tag',
      [`Pushed h.example/app:x@${a}`, `Pushed h.example/app:x@${b}`],
      [{ repository: 'h.example/app', tag: 'x', digest: b }],
    ],
    ['no base image', [`#3 FROM docker.io/library/node:20@${a}`, `Digest: ${a}`, `resolved h.example/app@${a}`], []],
  ])('finds what %s pushed', (_who, lines, images) => {
    const finder = createImageFinder();
    for (const line of lines) finder.line(line);
    expect(finder.images()).toEqual(images);
  });
});

describe('jobPath', () => {
  it.each([
    ['app', '/job/app'],
    ['/team/app/', '/job/team/job/app'],
    ['team/app/feature%2Flogin', '/job/team/job/app/job/feature%252Flogin'],
    ['Größe & mehr', '/job/Gr%C3%B6%C3%9Fe%20%26%20mehr'],
  ])('%s is %s', (name, path) => {
    expect(jobPath(name)).toBe(path);
  });

  it.each(['', 'a//b', '..', 'a/../b', 'a?b', 'a\nb'])('refuses %j', (name) => {
    expect(() => jobPath(name)).toThrow(expect.objectContaining({ code: 'jenkins-bad-address' }));
  });
});

describe('readLogin', () => {
  it.each([
    ['ada:env:TOKEN', { kind: 'user', user: 'ada', secret: 'env:TOKEN' }],
    ['ada:file:/run/token', { kind: 'user', user: 'ada', secret: 'file:/run/token' }],
    ['env:LOGIN', { kind: 'joined', secret: 'env:LOGIN' }],
    [
      'aws-sm://JenkinsPassword#username,password',
      { kind: 'pair', user: 'aws-sm://JenkinsPassword#username', secret: 'aws-sm://JenkinsPassword#password' },
    ],
    ['ada:aws-sm://token#value', { kind: 'user', user: 'ada', secret: 'aws-sm://token#value' }],
  ])('reads %s', (text, source) => {
    expect(readLogin(text)).toEqual(source);
  });

  it.each(['ada', 'ada:1234', ':env:A', 'ada:'])('refuses %s, and does not repeat it', (text) => {
    expect(() => readLogin(text)).toThrow(
      expect.objectContaining({ code: 'jenkins-bad-address', message: expect.not.stringContaining('1234') }),
    );
  });
});
