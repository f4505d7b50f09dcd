import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type RunWorld, useRunWorld } from './run-world.js';
import { untilExists } from './until.js';

const files = ({ publication }: RunWorld, run: string, more = '') => ({
  'towline.yaml': `builder: {kind: towline}\nimages: [{name: shop/web}]\ntests: [{kind: agent, run: '${run}'}]\n${more}publication:\n  registry: ${publication}\n`,
  Dockerfile: 'FROM scratch\nCOPY towline.yaml /\n',
});

interface WatchEvent {
  readonly event: string;
  readonly sha?: string;
  readonly result?: string;
  readonly source?: { readonly sha: string };
  readonly error?: { readonly code: string };
}

const eventsOf = (stdout: string): readonly WatchEvent[] =>
  stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

const ended = (stdout: string) =>
  eventsOf(stdout).flatMap(({ event, result, source }) => (event === 'ended' ? [{ result, sha: source?.sha }] : []));

/** Resolves `seen` when so many builds have ended. */
function untilEnded(count: number) {
  let tell = (): void => undefined;
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const onOutput = (stdout: string) => {
    if (ended(stdout).length >= count) tell();
  };
  return { controller: new AbortController(), seen, onOutput };
}

const watch = ['--watch', '--interval', '100ms', '-o', 'json'];

describe('run --watch', () => {
  const stage = useRunWorld('fake');

  it('builds the newest of three quick commits, and leaves out what was overtaken', async () => {
    const { world } = stage;
    const { folder } = world;
    const { controller, onOutput, seen } = untilEnded(2);
    // The first build waits for the gate; each build tells that it has come to its test.
    const run = `touch ${folder}/begun-$BUILD_NUMBER; while ! test -f ${folder}/gate; do sleep 0.05; done`;
    const first = await world.commit(files(world, run));
    const running = world.run(watch, { signal: controller.signal, onOutput });
    await untilExists(join(folder, 'begun-1'));
    const second = await world.commit({ note: '2' });
    const third = await world.commit({ note: '3' });
    await writeFile(join(folder, 'gate'), '');
    await seen;
    controller.abort(new Error('enough'));
    const { stdout } = await running;
    const built = ended(stdout).map(({ sha }) => sha);
    expect(built).toEqual([first, third]);
    expect(await world.tags('shop/web')).not.toContain(second);
  });

  it('goes on after a failure, and after a pipeline that cannot be read', async () => {
    const { world } = stage;
    const failing = await world.commit(files(world, 'exit 1'));
    const once = () => world.run([...watch, '--once']);
    const one = await once();
    expect({ code: one.code, ended: ended(one.stdout) }).toEqual({
      code: 1,
      ended: [{ result: 'FAILURE', sha: failing }],
    });
    await world.commit({ 'towline.yaml': 'images: 3\n' });
    const two = await once();
    expect(eventsOf(two.stdout).at(-1)).toMatchObject({ event: 'refused', error: { code: 'cli-config-invalid' } });
    const good = await world.commit(files(world, 'true'));
    expect(ended((await once()).stdout)).toEqual([{ result: 'SUCCESS', sha: good }]);
  });

  it('does not build again what is published', async () => {
    const { world } = stage;
    const sha = await world.commit(files(world, 'true'));
    await world.run([...watch, '--once']);
    const again = await world.run([...watch, '--once']);
    expect(again.code).toBe(0);
    expect(eventsOf(again.stdout).map(({ event }) => event)).toEqual(['watching', 'published']);
    expect(eventsOf(again.stdout).at(-1)?.sha).toBe(sha);
  });

  it('ends what is overtaken, where the pipeline says so', async () => {
    const { world } = stage;
    const { folder } = world;
    const { controller, onOutput, seen } = untilEnded(2);
    const options = 'options: {concurrentBuilds: abort-previous}\n';
    await world.commit(files(world, `touch ${folder}/begun-$BUILD_NUMBER; sleep 300`, options));
    const running = world.run(watch, { signal: controller.signal, onOutput });
    await untilExists(join(folder, 'begun-1'));
    const newer = await world.commit(files(world, 'true', options));
    await seen;
    controller.abort(new Error('enough'));
    const { stdout } = await running;
    expect(ended(stdout)[0]).toMatchObject({ result: 'ABORTED' });
    expect(await world.tags('shop/web')).toContain(newer);
  });
});
