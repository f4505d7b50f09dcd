import type { BuildRequest } from '../../../core/image/image-builder.js';

/** The options of `build` that docker, buildx, buildah and podman share. Values of build arguments are no secrets. */
export function buildArguments(request: BuildRequest): readonly string[] {
  const { dockerfile, names, buildArgs, labels, target, useCache } = request;
  return [
    '--file',
    dockerfile,
    ...names.flatMap((name) => ['--tag', name]),
    ...pairs('--build-arg', buildArgs),
    ...pairs('--label', labels),
    ...(target === undefined ? [] : ['--target', target]),
    ...(useCache ? [] : ['--no-cache']),
  ];
}

/** An option for each pair. */
export function pairs(flag: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}
