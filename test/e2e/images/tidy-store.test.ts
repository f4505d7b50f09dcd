import { createHash } from 'node:crypto';
import { readdir, stat, utimes } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { startBridge } from '../bridge-run/bridge-process.js';
import { type Ended, useImageStage } from './image-world.js';

const stage = useImageStage();
beforeEach(async () => {
  await stage.world.write({ Dockerfile: 'FROM scratch\nCOPY app /app\nCOPY lib /lib\n', app: 'app', lib: 'lib' });
});

const blobs = () => join(stage.world.folder, 'cache', 'towline', 'images', 'blobs', 'sha256');

/** Makes everything in the store as old as this. */
async function age(hours: number): Promise<void> {
  const store = join(stage.world.folder, 'cache', 'towline', 'images');
  const then = new Date(Date.now() - hours * 60 * 60_000);
  for (const name of await readdir(store, { recursive: true })) await utimes(join(store, name), then, then);
}

async function storeBytes(): Promise<number> {
  const stats = await Promise.all((await readdir(blobs())).map((name) => stat(join(blobs(), name))));
  return stats.reduce((sum, { size }) => sum + size, 0);
}

describe('image prune', () => {
  it('says what would go, and then removes it', async () => {
    await stage.world.json('build', stage.world.context, '-t', 'h.example/app:1');
    await age(2);
    const before = await storeBytes();
    const would = await stage.world.json('prune', '--cache-size', '0', '--dry-run');
    expect(would).toMatchObject({ dryRun: true, names: ['h.example/app:1'], removedBytes: before, keptBytes: 0 });
    expect(await storeBytes()).toBe(before);
    expect(await stage.world.json('prune', '--cache-size', '0')).toEqual({ ...would, dryRun: false });
    expect(await readdir(blobs())).toEqual([]);
  });

  it('tells a person', async () => {
    await stage.world.json('build', stage.world.context, '-t', 'h.example/app:1');
    await age(800);
    const { stdout } = await stage.world.image('prune', '--dry-run');
    expect(stdout).toMatch(/^h\.example\/app:1\nwould go: 1 names, 4 blobs, [\d.]+ k?B; 0 B would stay\n$/);
  });

  it.each([
    ['--cache-size', 'much'],
    ['--cache-size', '-1'],
    ['--cache-age', '3days'],
  ])('refuses %s %s', async (option, value) => {
    expect(await stage.world.image('prune', `${option}=${value}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Write it as'),
    });
  });
});

describe('the store', () => {
  it.each([
    ['finds a layer again', [], false],
    ['is not asked with --no-cache', ['--no-cache'], true],
  ])('%s', async (_what, options, anew) => {
    await stage.world.json('build', stage.world.context);
    await age(2);
    await stage.world.json('build', stage.world.context, ...options);
    const written = join(stage.world.folder, 'cache', 'towline', 'images', 'written');
    const [note = ''] = await readdir(written);
    expect(Date.now() - (await stat(join(written, note))).mtimeMs < 60 * 60_000).toBe(anew);
  });

  it('keeps to its limits after every build, and keeps what that build made', async () => {
    const { digest } = await stage.world.json('build', stage.world.context, '-t', 'h.example/app:1');
    await age(2);
    await stage.world.write({ app: 'another app' });
    await stage.world.json('build', stage.world.context, '-t', 'h.example/app:2', '--cache-size', '0');
    const gone = await stage.world.image('inspect', 'local:h.example/app:1');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('image-not-found')]);
    expect(await readdir(blobs())).not.toContain(String(digest).slice('sha256:'.length));
    const kept = join(stage.world.folder, 'kept');
    expect((await stage.world.image('copy', 'local:h.example/app:2', `oci:${kept}`)).code).toBe(0);
  });

  it('is not tidied of what a build uses that another process runs', async () => {
    const environment = {
      PATH: process.env.PATH,
      HOME: stage.world.folder,
      XDG_CACHE_HOME: join(stage.world.folder, 'cache'),
    };
    const start = (...args: readonly string[]) => startBridge(['image', ...args], environment).ended;
    // By the time that a build brings the file, it has found the layers before, and has not read them yet.
    const pruned: Promise<Ended>[] = [];
    let isOld = false;
    const server = await startFileServer(async () => {
      if (!isOld) return;
      pruned.push(start('prune', '--cache-size', '0'), start('prune', '--cache-size', '0'));
      await Promise.all(pruned);
    });
    try {
      const sum = createHash('sha256').update(brought).digest('hex');
      const add = `ADD --checksum=sha256:${sum} ${server.url} /brought\n`;
      await stage.world.write({ Dockerfile: `FROM scratch\nCOPY app /app\n${add}COPY lib /lib\n` });
      const first = await stage.world.json('build', stage.world.context);
      await age(2);
      isOld = true;
      const out = join(stage.world.folder, 'out');
      const built = await start('build', stage.world.context, '--layout', out, '-o', 'json');
      expect([built.code, built.stderr]).toEqual([0, '']);
      expect(JSON.parse(built.stdout).digest).toBe(first.digest);
      expect((await Promise.all(pruned)).map(({ code }) => code)).toEqual([0, 0]);
    } finally {
      server.close();
    }
  });

  it('has what builds need, also where several build and tidy it at once', async () => {
    const builds = Array.from({ length: 3 }, (_, index) =>
      stage.world.json('build', stage.world.context, '-t', `h.example/app:${index}`, '--cache-size', '0'),
    );
    expect(new Set((await Promise.all(builds)).map(({ digest }) => digest)).size).toBe(1);
  });
});

const brought = 'a file of the network';

/** Serves a file, once `before` has come to its end. */
async function startFileServer(before: () => Promise<void>) {
  const server = createServer((_request, response) => {
    before().then(
      () => response.end(brought),
      (error) => response.destroy(error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return {
    url: `http://127.0.0.1:${address.port}/brought`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
