import { isYamlError, readYaml } from '@towline/shared/yaml';
import { repositoryPath } from '../pipeline/model/image.js';
import type { PipelineInput } from '../pipeline/pipeline.js';
import { composeNames, type Folder, isForeign } from './folder.js';
import { composeFile } from './schema.js';

/** An image to build, and the file that says so. */
export interface DetectedImage {
  readonly image: PipelineInput['images'][number];
  readonly from: string;
}

/**
 * The images that a folder is the source of: what its Compose file builds, else one for each folder with a Dockerfile. `name` is that of the
 * repository; an image that is not built at the top has its folder, or its service, behind it.
 */
export function detectImages(folder: Folder, name: string): readonly DetectedImage[] {
  const composed = fromCompose(folder, name);
  return composed.length > 0 ? composed : fromDockerfiles(folder, name);
}

function fromCompose({ texts }: Folder, name: string): readonly DetectedImage[] {
  const from = composeNames.find((each) => texts.has(each));
  const parsed = composeFile.safeParse(from === undefined ? undefined : yamlValue(texts.get(from) ?? ''));
  if (from === undefined || !parsed.success) return [];
  const built = Object.entries(parsed.data.services).flatMap(([service, { build }]) =>
    build === undefined ? [] : [{ service, ...build }],
  );
  return built.flatMap((build) => {
    const context = cleanPath(build.context);
    const ownName = asRepository(built.length === 1 ? name : `${name}/${build.service}`);
    // What is built from elsewhere, or by a template, is not in this checkout.
    if (context === undefined || ownName === undefined) return [];
    const dockerfile = 'dockerfile' in build ? cleanPath(`${context}/${build.dockerfile}`) : undefined;
    return [
      {
        from,
        image: {
          name: ownName,
          ...(context === '.' ? {} : { context }),
          ...(dockerfile === undefined ? {} : { dockerfile }),
          ...('target' in build && build.target !== undefined ? { target: build.target } : {}),
        },
      },
    ];
  });
}

function fromDockerfiles({ paths }: Folder, name: string): readonly DetectedImage[] {
  const files = paths.filter((path) => /(?:^|\/)(?:Dockerfile|Containerfile)$/.test(path) && !isForeign(path));
  return files.toSorted(byDepth).flatMap((from) => {
    const slash = from.lastIndexOf('/');
    const context = slash < 0 ? '.' : from.slice(0, slash);
    const ownName = asRepository(context === '.' ? name : `${name}/${context}`);
    if (ownName === undefined) return [];
    const image = {
      name: ownName,
      ...(context === '.' ? {} : { context }),
      ...(from.endsWith('Containerfile') ? { dockerfile: from } : {}),
    };
    return [{ from, image }];
  });
}

function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}

/** A name as a repository can be called; undefined where nothing of it can stay. */
function asRepository(name: string): string | undefined {
  const path = name
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''))
    .filter((part) => part !== '')
    .join('/');
  return repositoryPath.safeParse(path).success ? path : undefined;
}

/** A path within the checkout without `.` and doubled slashes; undefined where it leads out, or is not written out. */
function cleanPath(path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || path.includes('$') || path.includes(':') || parts.includes('..')) return undefined;
  return parts.length === 0 ? '.' : parts.join('/');
}

function yamlValue(text: string): unknown {
  try {
    return readYaml(text)[0]?.value;
  } catch (error) {
    if (isYamlError(error)) return undefined;
    throw error;
  }
}
