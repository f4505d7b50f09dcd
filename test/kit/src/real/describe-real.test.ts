import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { judge } from './describe-real.js';
import { findProgram } from './find-program.js';
import { freePort, listens, runServer } from './run-server.js';

const folder = mkdtempSync(join(tmpdir(), 'programs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('tests that need a real server', () => {
  const group = { server: 'skopeo', name: 'copies' } as const;

  it('run where it is installed', () => {
    expect(judge({ ...group, installed: true, required: true })).toEqual({ kind: 'run' });
  });

  it('are skipped with the command that installs it', () => {
    const title = 'copies (skipped: install with `apt-get install -y skopeo`)';
    expect(judge({ ...group, installed: false, required: false })).toEqual({ kind: 'skip', title });
  });

  it('fail where every server is required', () => {
    expect(judge({ ...group, installed: false, required: true })).toEqual({
      kind: 'fail',
      message: 'skopeo is missing and TOWLINE_REQUIRE_REAL is set: install with `apt-get install -y skopeo`',
    });
  });
});

describe('a program', () => {
  it('is found where it may be executed, in the order of the folders', () => {
    writeFileSync(join(folder, 'tool'), '', { mode: 0o755 });
    writeFileSync(join(folder, 'text'), '', { mode: 0o644 });
    expect(findProgram('tool', ['/nowhere', folder])).toBe(join(folder, 'tool'));
    expect(findProgram('text', [folder])).toBeUndefined();
    expect(findProgram('towline-has-no-such-program')).toBeUndefined();
  });
});

describe('a server program', () => {
  it('that ends before it serves is an error, at once', async () => {
    const args = ['-e', 'console.error("no luck"); process.exit(3)'];
    const start = runServer({ command: process.execPath, args, ready: async () => false });
    await expect(start).rejects.toThrow('exited with code 3: no luck');
  });

  it('is gone with its port once it is stopped', async () => {
    const port = await freePort();
    const args = ['-e', `require('net').createServer().listen(${port}, '127.0.0.1')`];
    const ready = () => listens(port);
    const server = await runServer({ command: process.execPath, args, ready });
    expect(await ready()).toBe(true);
    await server.stop();
    expect(await ready()).toBe(false);
  });
});
