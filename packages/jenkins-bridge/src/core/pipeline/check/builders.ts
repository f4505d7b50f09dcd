import type { Agent } from '../model/agent.js';
import type { Builder } from '../model/builder.js';
import type { Cache, Image } from '../model/image.js';
import { errorAt, type PipelineFinding, type PipelinePath } from '../pipeline-finding.js';
import { checkOf } from './check.js';

/** What a builder can do. */
export interface Ability {
  /** Whether one build makes images for several platforms. */
  readonly together: boolean;
  /** Whether steps of a build can mount secrets. */
  readonly secrets: boolean;
  readonly windows: boolean;
  readonly caches: readonly Cache['kind'][];
}

/** What each builder can do. */
export const abilities: Readonly<Record<Builder['kind'], Ability>> = {
  docker: { together: false, secrets: true, windows: true, caches: ['agent', 'none', 'inline'] },
  buildx: { together: true, secrets: true, windows: true, caches: ['agent', 'none', 'inline', 'registry', 'folder'] },
  buildah: { together: true, secrets: true, windows: false, caches: ['agent', 'none', 'registry'] },
  podman: { together: true, secrets: true, windows: false, caches: ['agent', 'none', 'registry'] },
  towline: { together: true, secrets: false, windows: true, caches: ['agent', 'none'] },
};

/** The builder can build every image as it is described. */
export const ableBuilder = checkOf(['builder', 'images', 'agent'], ({ builder, images, agent }) =>
  images.flatMap((image, index) => {
    const path = ['images', index];
    return [
      ...platformFindings(path, image, builder),
      ...featureFindings(path, image, builder),
      ...windowsFindings({ path, image, builder, agent: image.agent ?? agent }),
    ];
  }),
);

/** The builders that can do something, as a sentence says it. */
function buildersThat(can: (ability: Ability) => boolean): string {
  const kinds = Object.entries(abilities).flatMap(([kind, ability]) => (can(ability) ? [kind] : []));
  return `one of the builders ${kinds.join(', ')}`;
}

function platformFindings(path: PipelinePath, { platforms }: Image, { kind }: Builder): readonly PipelineFinding[] {
  switch (platforms.kind) {
    case 'agent':
      return [];
    case 'together': {
      const twice = repeated(platforms.of, (at) => [...path, 'platforms', 'of', at]);
      if (abilities[kind].together || platforms.of.length < 2) return twice;
      const message = `The builder ${kind} builds for one platform at a time`;
      const finding = errorAt([...path, 'platforms', 'kind'], 'platforms-builder', message);
      return [{ ...finding, expected: `apart, or ${buildersThat(({ together }) => together)}` }, ...twice];
    }
    case 'apart':
      return repeated(
        platforms.legs.map(({ platform }) => platform),
        (at) => [...path, 'platforms', 'legs', at, 'platform'],
      );
  }
}

function repeated(platforms: readonly string[], pathOf: (index: number) => PipelinePath): readonly PipelineFinding[] {
  return platforms.flatMap((platform, index) =>
    platforms.indexOf(platform) === index
      ? []
      : [errorAt(pathOf(index), 'platform-twice', `${platform} stands above already`)],
  );
}

function featureFindings(path: PipelinePath, { cache, secrets }: Image, { kind }: Builder): readonly PipelineFinding[] {
  const findings: PipelineFinding[] = [];
  if (!abilities[kind].caches.includes(cache.kind)) {
    const finding = errorAt(
      [...path, 'cache', 'kind'],
      'cache-builder',
      `The builder ${kind} has no cache of this kind`,
    );
    findings.push({ ...finding, expected: buildersThat(({ caches }) => caches.includes(cache.kind)) });
  }
  if (!abilities[kind].secrets && secrets.length > 0) {
    const finding = errorAt(
      [...path, 'secrets'],
      'secret-builder',
      `The builder ${kind} runs no command that could mount it`,
    );
    findings.push({ ...finding, expected: buildersThat((ability) => ability.secrets) });
  }
  return findings;
}

interface Placed {
  readonly path: PipelinePath;
  readonly image: Image;
  readonly builder: Builder;
  readonly agent: Agent;
}

function windowsFindings({ path, image, builder, agent }: Placed): readonly PipelineFinding[] {
  if (agent.kind === 'none' || agent.os !== 'windows' || abilities[builder.kind].windows) return [];
  const finding = errorAt(
    image.agent === undefined ? ['agent', 'os'] : [...path, 'agent', 'os'],
    'builder-windows',
    `The builder ${builder.kind} does not run on Windows`,
  );
  return [{ ...finding, expected: buildersThat(({ windows }) => windows) }];
}
