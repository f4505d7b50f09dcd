import { randomBytes } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { startBridge } from '../bridge-run/bridge-process.js';
import { useImageStage } from './image-world.js';

const mebi = 1024 * 1024;
const layerBytes = 256 * mebi;

const stage = useImageStage();

describe('a large layer', () => {
  /** Builds and pushes in a process of its own, and gives the most memory that it had. */
  async function peakOfPush(tag: string): Promise<number> {
    const { world, registry } = stage;
    const [hook, peak] = [join(world.folder, 'peak.mjs'), join(world.folder, `peak-${tag}`)];
    await writeFile(
      hook,
      `import { writeFileSync } from 'node:fs';\nprocess.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));\n`,
    );
    const name = `${registry.host}/team/large:${tag}`;
    const environment = {
      PATH: process.env.PATH,
      HOME: world.folder,
      XDG_CACHE_HOME: join(world.folder, `cache-${tag}`),
      NODE_OPTIONS: `--import=${pathToFileURL(hook)}`,
    };
    const { code, stderr } = await startBridge(['image', 'build', world.context, '-t', name, '--push'], environment)
      .ended;
    expect([code, stderr]).toEqual([0, '']);
    return Number(await readFile(peak, 'utf8')) * 1024;
  }

  it('is built and pushed in little more memory than a small one', async () => {
    const { world, registry } = stage;
    await world.write({ Dockerfile: 'FROM scratch\nCOPY data /\n', data: 'small' });
    const small = await peakOfPush('small');
    // No compression makes this smaller.
    const piece = randomBytes(mebi);
    const file = await open(join(world.context, 'data'), 'w');
    for (let at = 0; at < layerBytes; at += piece.length) await file.write(piece);
    await file.close();
    const large = await peakOfPush('large');
    const { images } = await world.json('inspect', `${registry.host}/team/large:large`);
    expect(images).toMatchObject([{ size: expect.any(Number) }]);
    expect(JSON.stringify(images)).toMatch(/"size":2[67]\d{7}/);
    expect(large - small).toBeLessThan(layerBytes / 2);
  }, 180_000);
});
