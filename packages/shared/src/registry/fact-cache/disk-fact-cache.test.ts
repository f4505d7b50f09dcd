import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '../../ports/index.js';
import type { DigestFacts } from '../facts/digest-facts.js';
import { toDigest } from '../format/digest-of.js';
import { createFactCache } from './disk-fact-cache.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'towline-facts-'));
});
afterEach(() => rm(directory, { recursive: true }));

const digestOf = (number: number) => toDigest(`sha256:${number.toString(16).padStart(64, '0')}`);
const factsOf = (number: number): DigestFacts => ({
  kind: 'image',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  createdAt: number + 0.25,
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
  labels: { revision: `line\nbreak ${number}` },
});
const file = () => join(directory, 'facts-v1.log');
const fill = async (from: number, to: number, options = {}) => {
  const cache = createFactCache({ directory, ...options });
  for (let number = from; number < to; number += 1) await cache.put(digestOf(number), factsOf(number));
};
const knownOf = async (numbers: readonly number[], options = {}) => {
  const cache = createFactCache({ directory, ...options });
  const found = await Promise.all(numbers.map((number) => cache.get(digestOf(number))));
  return numbers.filter((number, index) => {
    if (found[index] !== undefined) expect(found[index]).toEqual(factsOf(number));
    return found[index] !== undefined;
  });
};

describe('createFactCache', () => {
  it('knows after a restart what was put, and nothing else', async () => {
    await fill(0, 3);
    expect(await knownOf([0, 1, 2, 3])).toEqual([0, 1, 2]);
  });

  it('writes what comes together in one append', async () => {
    const cache = createFactCache({ directory });
    await Promise.all([1, 2, 3, 4].map((number) => cache.put(digestOf(number), factsOf(number))));
    const emptyLines = (await readFile(file(), 'utf8')).split('\n').filter((line) => line === '').length;
    expect(emptyLines).toBeLessThan(4);
    expect(await knownOf([1, 2, 3, 4])).toHaveLength(4);
  });

  it.each<[string, (text: string) => string]>([
    ['garbage in the middle', (text) => text.replace('\n', '\n\u0000\u0001 not a line\n')],
    ['half of the last line', (text) => text.slice(0, -40)],
    ['a changed byte in the last line', (text) => text.replace(/2\.25/, '9.25')],
    [
      'a line of a later version',
      (text) => text.replace(/\n[^\n]*2\.25[^\n]*/, '\n0123456789abcdef sha256:00 {"kind":"novel"}'),
    ],
  ])('passes over %s and keeps the rest', async (_, damage) => {
    await fill(0, 3);
    await writeFile(file(), damage(await readFile(file(), 'utf8')));
    expect((await knownOf([0, 1, 2])).slice(0, 2)).toEqual([0, 1]);
  });

  it('does not believe a line whose checksum fails', async () => {
    await fill(0, 1);
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('0.25', '7.25'));
    expect(await createFactCache({ directory }).get(digestOf(0))).toBeUndefined();
  });

  it('loses to a torn line no more than that line', async () => {
    await fill(0, 1);
    await appendFile(file(), '0123456789abcdef sha256:0000 {"kind":"ima');
    await fill(1, 2);
    expect(await knownOf([0, 1])).toEqual([0, 1]);
  });

  it('stays bounded, keeps what was used last and leaves no other file behind', async () => {
    const options = { maxEntries: 10 };
    await fill(0, 10, options);
    const cache = createFactCache({ directory, ...options });
    await cache.get(digestOf(0));
    for (let number = 10; number < 25; number += 1) {
      await cache.get(digestOf(0));
      await cache.put(digestOf(number), factsOf(number));
    }
    const lines = (await readFile(file(), 'utf8')).split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(await knownOf([0, 1, 24], options)).toEqual([0, 24]);
    expect(await readdir(directory)).toEqual(['facts-v1.log']);
  });

  it('goes on in memory where the disk fails, and says so once', async () => {
    await writeFile(join(directory, 'file'), '');
    const warnings: string[] = [];
    const log: Logger = { ...silentLogger, warn: (_, sentence) => warnings.push(sentence) };
    const cache = createFactCache({ directory: join(directory, 'file', 'below'), log });
    await cache.put(digestOf(1), factsOf(1));
    await cache.put(digestOf(2), factsOf(2));
    expect(await cache.get(digestOf(1))).toEqual(factsOf(1));
    expect(warnings).toHaveLength(1);
  });

  it('keeps what two processes write at once, also when one of them is killed in the middle', async () => {
    const [first, second] = [startWriter(1_000, 50_000), startWriter(2_000, 50_000)];
    await Promise.all([first.wrote(20), second.wrote(20)]);
    await first.kill();
    await second.wrote(200);
    await second.kill();
    const written = [...numbers(1_000, 20), ...numbers(2_000, 200)];
    expect(await knownOf(written)).toEqual(written);
  });

  it('stays whole and bounded while two processes tidy it', async () => {
    const writers = [startWriter(1_000, 30), startWriter(2_000, 30)];
    await Promise.all(writers.map((writer) => writer.wrote(300)));
    await Promise.all(writers.map((writer) => writer.kill()));
    await fill(0, 5, { maxEntries: 30 });
    expect(await knownOf(numbers(0, 5))).toEqual(numbers(0, 5));
    const lines = (await readFile(file(), 'utf8')).split('\n').filter((line) => line !== '');
    // Each process counts its own lines, so that two may come to twice the bound of one.
    expect(lines.length).toBeLessThanOrEqual(2 * 2 * 30 + 5);
  });
});

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const built = new URL('../../../dist/registry/index.js', import.meta.url);

/** A process that runs the built cache and puts facts without end, saying after each how many there are. */
function startWriter(from: number, maxEntries: number) {
  const script = `
    const { createFactCache } = await import(${JSON.stringify(built.href)});
    const facts = ${factsOf.toString()};
    const cache = createFactCache({ directory: ${JSON.stringify(directory)}, maxEntries: ${maxEntries} });
    for (let count = 1; ; count += 1) {
      const number = ${from} + count - 1;
      await cache.put('sha256:' + number.toString(16).padStart(64, '0'), facts(number));
      console.log(count);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let count = 0;
  const lines = createInterface(child.stdout).on('line', (line) => {
    count = Number(line);
  });
  return {
    async wrote(wanted: number): Promise<void> {
      while (count < wanted) await once(lines, 'line');
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
