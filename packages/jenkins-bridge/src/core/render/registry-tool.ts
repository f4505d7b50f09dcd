import type { Builder } from '../pipeline/model/builder.js';
import { shellOf } from './shell.js';

/** How a builder speaks to a registry; references and addresses are words of a shell. */
export interface RegistryTool {
  /** Signs in as a user, with the password on standard input. */
  login(user: string, host: string): string;
  /** Puts what is called so on the agent into the registry. */
  push(local: string, reference: string): string;
  /** Succeeds where the registry has the reference. */
  exists(reference: string): string;
  /** Puts a reference on the image that another one has, for all its platforms. */
  copy(from: string, to: string): string;
  /** Makes an index of several references. */
  index(to: string, parts: readonly string[]): string;
}

const docker: RegistryTool = {
  login: (user, host) => `docker login --username ${user} --password-stdin ${host}`,
  push: (local, reference) => `docker tag ${local} ${reference} && docker push ${reference}`,
  exists: (reference) => `docker manifest inspect ${reference}`,
  copy: (from, to) => `docker pull ${from} && docker tag ${from} ${to} && docker push ${to}`,
  index: (to, parts) => `docker buildx imagetools create --tag ${to} ${parts.join(' ')}`,
};

const buildx: RegistryTool = {
  ...docker,
  exists: (reference) => `docker buildx imagetools inspect ${reference}`,
  // Without --prefer-index=false, a tag of an image for one platform would come to be on an index of it.
  copy: (from, to) => `docker buildx imagetools create --prefer-index=false --tag ${to} ${from}`,
};

const podman = (program: 'podman' | 'buildah'): RegistryTool => ({
  login: (user, host) => `${program} login --username ${user} --password-stdin ${host}`,
  push: (local, reference) => `${program} push ${local} ${transport(reference)}`,
  exists: (reference) => `skopeo inspect --raw ${transport(reference)}`,
  copy: (from, to) => `skopeo copy --all ${transport(from)} ${transport(to)}`,
  index: (to, parts) =>
    [
      `list=$(${program} manifest create "localhost/towline-index:$BUILD_NUMBER-$$")`,
      ...parts.map((part) => `${program} manifest add "$list" ${transport(part)}`),
      `${program} manifest push --all "$list" ${transport(to)}`,
      `${program} manifest rm "$list"`,
    ].join(' && '),
});

const towline: RegistryTool = {
  login: (user, host) =>
    `{ printf '%s:' ${user}; cat; } | base64 | tr -d '\\n' | { read -r auth || :; printf '{"auths":{"%s":{"auth":"%s"}}}' ${host} "$auth"; } > "$DOCKER_CONFIG/config.json"`,
  push: (local, reference) => `jenkins-bridge image copy oci:${local} ${reference}`,
  exists: (reference) => `jenkins-bridge image inspect ${reference}`,
  copy: (from, to) => `jenkins-bridge image copy ${from} ${to}`,
  index: (to, parts) => `jenkins-bridge image index ${to} ${parts.join(' ')}`,
};

const tools: Readonly<Record<Builder['kind'], RegistryTool>> = Object.freeze({
  docker,
  buildx,
  buildah: podman('buildah'),
  podman: podman('podman'),
  towline,
});

/** The {@link RegistryTool} that comes with a builder. One that handles images for several platforms, where that is needed. */
export function registryTool(builder: Builder, severalPlatforms: boolean): RegistryTool {
  return builder.kind === 'docker' && severalPlatforms ? buildx : tools[builder.kind];
}

/** A text as a word of a POSIX shell. */
export function shWord(text: string): string {
  return shellOf('unix').word(text);
}

/** `docker://` before a reference, inside its quotes. */
function transport(reference: string): string {
  return reference.startsWith('"') ? `"docker://${reference.slice(1)}` : `docker://${reference}`;
}
