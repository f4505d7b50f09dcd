import type { Paint } from '@towline/shared/cli';
import { seconds, type ToldHop } from './story.js';

/** All hops at a glance: a line for each, below its scene, with a bar as long as it took. */
export function summaryText(hops: readonly ToldHop[], paint: Paint): string {
  const longest = Math.max(1, ...hops.map(({ tookMs }) => tookMs));
  const scenes = [...new Set(hops.map(({ scene }) => scene))];
  const lines = scenes.flatMap((scene) => [
    paint.bold(scene),
    ...hops
      .filter((hop) => hop.scene === scene)
      .map(({ what, tookMs }) => {
        const bar = '▇'.repeat(Math.max(1, Math.round((20 * tookMs) / longest)));
        return `  ${seconds(tookMs).padStart(6)} ${paint.cyan(bar.padEnd(20))} ${what}`;
      }),
  ]);
  return `${lines.join('\n')}\n`;
}
