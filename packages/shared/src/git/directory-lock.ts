import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
import { errorCode } from '../errors/index.js';
import type { Clock } from '../ports/index.js';
import { GitError } from './git-error.js';

/** How a lock is waited for. */
export interface LockOptions {
  /** The lock file. Its folder must exist. */
  readonly path: string;
  readonly clock: Clock;
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

const ownerSchema = z.object({ token: z.string(), host: z.string(), pid: z.number(), started: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/**
 * The locks this process holds, to tell them from those that a dead process with our id left behind. It belongs to the process and not to
 * this module: two copies of the package would take each other's locks for dead ones.
 */
const heldKey = Symbol.for('towline.heldLocks');
const held: Set<string> = Reflect.get(globalThis, heldKey) ?? new Set();
Reflect.set(globalThis, heldKey, held);

const pauseMs = 50;

/**
 * Takes the lock, waiting for whoever has it, and gives the function that releases it. The lock of a process of this machine that has
 * died is broken. Throws `git-mirror-locked` when the wait is over.
 */
export async function acquireDirectoryLock(options: LockOptions): Promise<() => Promise<void>> {
  const { path, clock, waitMs, signal } = options;
  const owner: Owner = { token: randomUUID(), host: hostname(), pid: process.pid, started: await startOf(process.pid) };
  const until = clock.now() + waitMs;
  held.add(owner.token);
  try {
    while (!(await tryCreate(path, owner))) {
      const other = await readOwner(path);
      if (other !== 'gone' && (await isDead(other)) && (await breakLock(path, other))) continue;
      if (clock.now() >= until) throw locked(path, other);
      await clock.sleep(pauseMs, signal);
    }
  } catch (error) {
    held.delete(owner.token);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    held.delete(owner.token);
  };
}

/** Makes the lock with its content in one step, so that nobody ever reads half of it. */
async function tryCreate(path: string, owner: Owner): Promise<boolean> {
  const draft = `${path}.${owner.token}`;
  await writeFile(draft, JSON.stringify(owner));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

type Found = Owner | 'gone' | 'unreadable';

async function readOwner(path: string): Promise<Found> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

async function isDead(owner: Exclude<Found, 'gone'>): Promise<boolean> {
  // A lock is created with its content: one without is not of ours and holds nothing.
  if (owner === 'unreadable') return true;
  if (owner.host !== hostname()) return false;
  if (owner.pid === process.pid) return !held.has(owner.token);
  return !isAlive(owner.pid) || (await startOf(owner.pid)) !== owner.started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** When a process started, in the kernel's ticks: the same id with another start is another process. Empty where it is not told. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** Takes a dead lock away, unless somebody else has done so and has taken the lock meanwhile: then it is put back. */
async function breakLock(path: string, dead: Exclude<Found, 'gone'>): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
  const taken = await readOwner(aside);
  const same = taken === dead || (typeof taken === 'object' && typeof dead === 'object' && taken.token === dead.token);
  if (!same) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return same;
}

function locked(path: string, other: Found): GitError {
  const who = typeof other === 'object' ? `process ${other.pid} on ${other.host}` : 'another process';
  return new GitError('git-mirror-locked', `${path} is held by ${who}`);
}
