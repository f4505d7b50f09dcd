import type { Builder } from '../pipeline/model/builder.js';
import type { Registry } from '../pipeline/model/registry.js';
import { hostOf } from './address.js';

/** How a builder speaks to a registry; references are words of a shell. */
export interface RegistryTool {
  /** Signs in as a user, with the password on standard input. */
  login(user: string): string;
  /** Puts what is called so on the agent into the registry. */
  push(local: string, reference: string): string;
  /** The same for an image that is there for several platforms. */
  pushAll(local: string, reference: string): string;
  /** Succeeds where the registry has the reference. */
  exists(reference: string): string;
  /** Succeeds where the registry has under the reference what is called so on the agent: a command for a POSIX shell. */
  isSame(local: string, reference: string): string;
  /** Puts a reference of the target on the image that another one has, for all its platforms. */
  copy(from: string, to: string): string;
  /** Makes an index of several references. */
  index(to: string, parts: readonly string[]): string;
}

/** Of which builder, and which registry. */
export interface ToolPlace {
  readonly builder: Builder;
  readonly registry: Registry;
  /** Where copies go; the same registry, where absent. */
  readonly target?: Registry | undefined;
  /** Whether images for several platforms are handled. */
  readonly severalPlatforms?: boolean | undefined;
}

type ToolMaker = (place: { readonly registry: Registry; readonly target: Registry }) => RegistryTool;

const docker: ToolMaker = ({ registry }) => {
  const insecure = isPlain(registry) ? ' --insecure' : '';
  const push = (local: string, reference: string): string =>
    `docker tag ${local} ${reference} && docker push ${reference}`;
  return {
    login: (user) => `docker login --username ${user} --password-stdin ${hostOf(registry)}`,
    push,
    pushAll: push,
    exists: (reference) => `docker manifest inspect${insecure} ${reference}`,
    // The id of an image is the digest of its config, or that of its manifest where containerd keeps it.
    isSame: (local, reference) =>
      `id=$(docker image inspect --format '{{.Id}}' ${local}) && docker manifest inspect --verbose${insecure} ${reference} | grep -q "$id"`,
    copy: (from, to) => `docker pull ${from} && docker tag ${from} ${to} && docker push ${to}`,
    index: (to, parts) => `docker buildx imagetools create --tag ${to} ${parts.join(' ')}`,
  };
};

const buildx: ToolMaker = (place) => ({
  ...docker(place),
  exists: (reference) => `docker buildx imagetools inspect ${reference}`,
  // Without --prefer-index=false, a tag of an image for one platform would come to be on an index of it.
  copy: (from, to) => `docker buildx imagetools create --prefer-index=false --tag ${to} ${from}`,
});

const podman =
  (program: 'podman' | 'buildah'): ToolMaker =>
  ({ registry, target }) => {
    const tls = isPlain(registry) ? ' --tls-verify=false' : '';
    const ends = `${isPlain(registry) ? ' --src-tls-verify=false' : ''}${isPlain(target) ? ' --dest-tls-verify=false' : ''}`;
    const id =
      program === 'podman'
        ? "podman image inspect --format '{{.Id}}'"
        : "buildah inspect --type image --format '{{.FromImageID}}'";
    return {
      login: (user) => `${program} login${tls} --username ${user} --password-stdin ${hostOf(registry)}`,
      push: (local, reference) => told(`${program} push${tls}`, local, reference),
      pushAll: (local, reference) => told(`${program} manifest push${tls} --all`, local, reference),
      exists: (reference) => `skopeo inspect${tls} --raw ${transport(reference)}`,
      isSame: (local, reference) =>
        `id=$(${id} ${local}) && skopeo inspect${tls} --raw ${transport(reference)} | grep -q "$id"`,
      copy: (from, to) => told(`skopeo copy --quiet${ends} --all`, transport(from), to),
      index: (to, parts) =>
        [
          `list=$(${program} manifest create "localhost/towline-index:$BUILD_NUMBER-$$")`,
          ...parts.map((part) => `${program} manifest add${tls} "$list" ${transport(part)}`),
          told(`${program} manifest push${tls} --all`, '"$list"', to),
          `${program} manifest rm "$list"`,
        ].join(' && '),
    };
  };

const towline: ToolMaker = ({ registry, target }) => {
  const plain = plainHosts(registry);
  const ends = plainHosts(registry, target);
  const push = (local: string, reference: string): string =>
    `jenkins-bridge image copy${plain} oci:${local} ${reference}`;
  return {
    // Without `set +x` the log would show what is encoded, which Jenkins does not know for a secret.
    login: (user) =>
      `{ set +x; auth=$({ printf '%s:' ${user}; cat; } | base64 | tr -d '\\n'); printf '"%s":{"auth":"%s"}\\n' ${hostOf(registry)} "$auth" >> "$DOCKER_CONFIG/auths"; printf '{"auths":{%s}}' "$(paste -s -d , "$DOCKER_CONFIG/auths")" > "$DOCKER_CONFIG/config.json"; }`,
    push,
    pushAll: push,
    exists: (reference) => `jenkins-bridge image inspect${plain} ${reference}`,
    isSame: (local, reference) =>
      `built=$(jenkins-bridge image inspect --raw oci:${local}) && [ "$built" = "$(jenkins-bridge image inspect --raw${plain} ${reference})" ]`,
    copy: (from, to) => `jenkins-bridge image copy${ends} ${from} ${to}`,
    index: (to, parts) => `jenkins-bridge image index${plain} ${to} ${parts.join(' ')}`,
  };
};

const tools: Readonly<Record<Builder['kind'], ToolMaker>> = Object.freeze({
  docker,
  buildx,
  buildah: podman('buildah'),
  podman: podman('podman'),
  towline,
});

/** The {@link RegistryTool} that comes with a builder. One that handles images for several platforms, where that is needed. */
export function registryTool({
  builder,
  registry,
  target = registry,
  severalPlatforms = false,
}: ToolPlace): RegistryTool {
  const make = builder.kind === 'docker' && severalPlatforms ? buildx : tools[builder.kind];
  return make({ registry, target });
}

/** Whether a registry speaks HTTP without TLS. Only programs without a daemon are told so: dockerd and BuildKit have it in their configuration. */
export function isPlain(registry: Registry): boolean {
  return registry.kind === 'oci' && registry.url.startsWith('http:');
}

function plainHosts(...registries: readonly Registry[]): string {
  const hosts = new Set(registries.filter(isPlain).map(hostOf));
  return [...hosts].map((host) => ` --plain-http ${host}`).join('');
}

/** A command that brings `from` to a reference, and then says of what digest that is: these programs do not say it by themselves. */
function told(command: string, from: string, to: string): string {
  const words = [command, '--digestfile /dev/stdout', from, transport(to)];
  return `digest=$(${words.join(' ')}) && echo pushed ${to}@"$digest"`;
}

/** `docker://` before a reference, inside its quotes. */
function transport(reference: string): string {
  return reference.startsWith('"') ? `"docker://${reference.slice(1)}` : `docker://${reference}`;
}
