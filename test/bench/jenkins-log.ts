import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One figure of a measurement. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const kit = fileURLToPath(new URL('../kit/bin/towline-kit.js', import.meta.url));
const program = fileURLToPath(new URL('../../packages/jenkins-bridge/bin/jenkins-bridge.js', import.meta.url));
const follower = fileURLToPath(new URL('jenkins-log-follower.mjs', import.meta.url));
const megabytes = [2, 200] as const;

/**
 * A build whose log has 200 MB, followed by a process of its own from a Jenkins in another: how long that takes, and the most memory that the
 * follower held, against the same with a log of 2 MB. What memory grows by is what is not constant.
 */
export async function jenkinsLog(): Promise<readonly Figure[]> {
  const [small, large] = [await follow(megabytes[0]), await follow(megabytes[1])];
  return [
    { name: 'following a log of 200 MB', value: Math.round(large.ms), unit: 'ms' },
    { name: 'memory of following a log of 200 MB', value: Math.round(large.maxRssBytes / 1024 ** 2), unit: 'MiB' },
    {
      name: 'memory for 200 MB against 2 MB',
      value: Math.round((large.maxRssBytes / small.maxRssBytes) * 100) / 100,
      unit: 'times',
    },
  ];
}

interface Followed {
  readonly ms: number;
  readonly maxRssBytes: number;
}

async function follow(size: number): Promise<Followed> {
  const server = spawn(process.execPath, [kit, 'jenkins', '--job', 'large', '--log-megabytes', String(size)]);
  try {
    const { url, token } = await readLine(server.stdout);
    const environment = { ...process.env, JENKINS_URL: url, JENKINS_USER_ID: 'admin', JENKINS_API_TOKEN: token };
    const began = performance.now();
    const child = spawn(process.execPath, [follower, program, 'build', 'large'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    const told: Promise<unknown[]> = once(child, 'message');
    const [code] = await once(child, 'close');
    if (code !== 0 || bytes < size * 1_000_000) throw new Error(`followed ${bytes} bytes, and ended with ${code}`);
    const [maxRssBytes] = await told;
    return { ms: performance.now() - began, maxRssBytes: Number(maxRssBytes) };
  } finally {
    server.kill();
  }
}

async function readLine(stream: NodeJS.ReadableStream): Promise<{ url: string; token: string }> {
  for await (const line of createInterface({ input: stream })) {
    const ready: { url: string; token: string } = JSON.parse(line);
    return ready;
  }
  throw new Error('the Jenkins of the measurement did not start');
}
