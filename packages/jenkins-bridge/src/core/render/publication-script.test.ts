import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { definePipeline } from '../pipeline/define-pipeline.js';
import { parseTagTemplate } from '../tag/tag-template.js';
import { lookScript } from './publication-script.js';
import { registryTool } from './registry-tool.js';

const { registry } = definePipeline({
  images: [{ name: 'shop/cart' }],
  publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } },
}).publication;

/** A branch of four commits, one of which was merged, and a commit beside it. */
let folder: string;
let commits: Record<'first' | 'second' | 'merged' | 'last' | 'beside', string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'towline-look-'));
  git('init', '--quiet', '--initial-branch=main', 'source');
  const commit = (message: string): string => {
    inSource('commit', '--quiet', '--allow-empty', '--message', message);
    return inSource('rev-parse', 'HEAD').trim();
  };
  const first = commit('first');
  inSource('checkout', '--quiet', '-b', 'feature');
  const merged = commit('merged');
  inSource('checkout', '--quiet', 'main');
  const second = commit('second');
  inSource('merge', '--quiet', '--no-ff', '--message', 'merge', 'feature');
  const last = commit('last');
  inSource('checkout', '--quiet', '-b', 'beside', second);
  commits = { first, second, merged, last, beside: commit('beside') };
  git('clone', '--quiet', 'source', 'clone');
  git('clone', '--quiet', '--depth', '1', '--branch', 'main', `file://${join(folder, 'source')}`, 'shallow');
  // A registry whose tags are what PUBLISHED says.
  program('docker', `case " $PUBLISHED " in *" \${3##*:} "*) echo '{}' ;; *) echo "$REFUSAL" >&2; exit 1 ;; esac`);
  program('aws', 'echo "$PUBLISHED"');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lookScript', () => {
  it.each<readonly [string, keyof typeof commits, readonly (keyof typeof commits)[], keyof typeof commits | '']>([
    ['nothing newer is published', 'first', ['first'], ''],
    ['a newer commit is', 'first', ['first', 'second'], 'second'],
    ['several newer ones are', 'first', ['second', 'last', 'merged'], 'last'],
    ['a merged one is', 'first', ['merged'], 'merged'],
    ['an older one is', 'last', ['first', 'second'], ''],
    ['one that does not descend from ours is', 'second', ['merged'], ''],
    ['one of another branch is', 'first', ['beside'], ''],
  ])('prints the newest descendant of the branch, where %s', (_where, ours, published, expected) => {
    expect(look({ ours: commits[ours], published: published.map((name) => commits[name]) })).toBe(
      expected === '' ? '' : commits[expected],
    );
  });

  it.each([
    ['v-{sha}', (sha: string) => `v-${sha}`],
    ['{shortSha}', (sha: string) => sha.slice(0, 7)],
    ['x{sha8}.y', (sha: string) => `x${sha.slice(0, 8)}.y`],
    ['i{timestamp}-{sha8}', (sha: string) => `i1700000000-${sha.slice(0, 8)}`],
    ['b{buildNumber}.{sha}', (sha: string) => `b12.${sha}`],
  ])('prints the tag that %s makes', (template, tagOf) => {
    expect(look({ ours: commits.first, published: [tagOf(commits.second), 'other'], template })).toBe(
      tagOf(commits.second),
    );
  });

  it('says that the commit is not on the branch', () => {
    expect(look({ ours: commits.beside })).toBe('!off-branch');
  });

  it('says that the branch is not there', () => {
    expect(look({ ours: commits.first, branch: 'no/such' })).toBe('!not-fetched');
  });

  it('says that the clone is shallow', () => {
    expect(look({ ours: commits.last, clone: 'shallow' })).toBe('!shallow');
  });

  it('fails where the registry does not say whether it has the image', () => {
    expect(() => look({ ours: commits.first, refusal: 'unauthorized: token expired' })).toThrow(/token expired/);
  });

  it('leaves the workspace on the commit of the build', () => {
    execFileSync('git', ['-C', join(folder, 'clone'), 'checkout', '--quiet', '--detach', commits.last]);
    look({ ours: commits.first });
    expect(git('-C', 'clone', 'rev-parse', 'HEAD').trim()).toBe(commits.first);
  });
});

interface World {
  readonly ours: string;
  readonly published?: readonly string[];
  readonly template?: string;
  readonly branch?: string;
  readonly clone?: string;
  readonly refusal?: string;
}

function look({
  ours,
  published = [],
  template = '{sha}',
  branch = 'main',
  clone = 'clone',
  refusal = 'no such manifest: x',
}: World): string {
  const reading = parseTagTemplate(template);
  if (reading.kind === 'refused') throw new TypeError(reading.message);
  const script = lookScript({
    tool: registryTool({ builder: { kind: 'docker' }, registry }),
    registry,
    template: reading.template,
  });
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    HOME: folder,
    TOWLINE_REVISION: ours,
    BRANCH: branch,
    IMAGE: 'registry.example.com/shop/cart',
    PUBLISHED: published.join(' '),
    REFUSAL: refusal,
  };
  // As the step `sh` runs it.
  const output = execFileSync('sh', ['-xe'], {
    cwd: join(folder, clone),
    env,
    input: script,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return output.trim();
}

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function inSource(...args: readonly string[]): string {
  return git('-C', 'source', '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args);
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
}
