import { parsePlatform } from '@towline/shared/image';
import type { WorkingAgent } from '../pipeline/model/agent.js';
import type { Image } from '../pipeline/model/image.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { legTag } from '../publish/leg-tag.js';
import { hostOf, repositoryOf } from './address.js';
import type { Reference } from './reference.js';

/** One image that a builder makes: the whole of it, or its part for one platform. */
export interface Part {
  /** For people, and for names of stages. */
  readonly title: string;
  /** What it is called where it was built. */
  readonly local: Reference;
  /** The platforms to build for; that of the agent where there is none. */
  readonly platforms: readonly string[];
  /** The agent of its own, if it has one. */
  readonly agent: WorkingAgent | undefined;
  /** The environment variable that names the node it was built on, where that is another than the pipeline's. */
  readonly node: string | undefined;
  /** Where it waits in the registry for the index; undefined of an image that has no other parts. */
  readonly leg: Reference | undefined;
}

/** An image of the pipeline with the names that its parts and its tags have. */
export interface BuiltImage {
  readonly image: Image;
  readonly repository: string;
  /** The repository with the host of its registry. */
  readonly address: string;
  readonly parts: readonly Part[];
}

/** The images of a pipeline. */
export function builtImages(pipeline: Pipeline): readonly BuiltImage[] {
  const { registry } = pipeline.publication;
  return pipeline.images.map((image, index) => {
    const repository = repositoryOf(registry, image);
    const address = `${hostOf(registry)}/${repository}`;
    return { image, repository, address, parts: partsOf(image, { pipeline, index, repository, address }) };
  });
}

interface Place {
  readonly pipeline: Pipeline;
  readonly index: number;
  readonly repository: string;
  readonly address: string;
}

function partsOf(image: Image, { pipeline, index, repository, address }: Place): readonly Part[] {
  const { platforms } = image;
  const local = localName(pipeline, repository);
  if (platforms.kind === 'apart') {
    return platforms.legs.map(({ platform, agent }, leg) => {
      const tag = legReference(platform);
      return {
        title: `${image.name} ${platform}`,
        local: [...local, ...tag],
        platforms: [platform],
        agent,
        node: `TOWLINE_NODE_${index}_${leg}`,
        leg: [`${address}:`, ...tag],
      };
    });
  }
  const whole = {
    title: image.name,
    local: [...local, { variable: 'TOWLINE_REVISION' }],
    platforms: platforms.kind === 'together' ? platforms.of : [],
    agent: image.agent,
    node: image.agent === undefined ? undefined : `TOWLINE_NODE_${index}`,
    leg: undefined,
  };
  return [whole];
}

function localName({ builder }: Pipeline, repository: string): Reference {
  switch (builder.kind) {
    case 'docker':
    case 'buildx':
      return [`${repository}:`];
    case 'buildah':
    case 'podman':
      return [`localhost/${repository}:`];
    case 'towline':
      // A folder, in the layout of OCI.
      return [`.towline/${repository}/`];
  }
}

/** As `legTag` makes it, of what is known only when the pipeline runs. */
function legReference(platform: string): Reference {
  const marks = { sha: '<sha>', buildNumber: -1, platform: parsePlatform(platform) };
  const [before = '', between = '', after = ''] = legTag(marks).split(/<sha>|-1/);
  return [before, { variable: 'TOWLINE_REVISION' }, between, { variable: 'BUILD_NUMBER' }, after];
}
