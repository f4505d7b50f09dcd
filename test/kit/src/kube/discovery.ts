import type { JsonObject } from './json.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What the server says of itself at `/version`, `/api`, `/apis` and below; undefined for every other path. */
export function discover(path: string, kinds: readonly ResourceKind[]): JsonObject | undefined {
  if (path === '/version')
    return { major: '1', minor: '37', gitVersion: 'v1.37.0-towline-kit', platform: 'linux/amd64' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return groupList(kinds);
  const version = path.replace(/^\/apis?\//, '');
  const served = kinds.filter((kind) => apiVersionOf(kind) === version);
  return served.length === 0 ? undefined : resourceList(version, served);
}

function groupList(kinds: readonly ResourceKind[]): JsonObject {
  const named = kinds.filter(({ group }) => group !== '');
  const groups = [...new Set(named.map(({ group }) => group))].map((name) => {
    const members = named.filter(({ group }) => group === name);
    const versions = [...new Set(members.map(({ version }) => version))];
    const described = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: described, preferredVersion: described[0] ?? {} };
  });
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

function resourceList(groupVersion: string, kinds: readonly ResourceKind[]): JsonObject {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: kinds.flatMap(({ plural, singular, namespaced, kind, statusSubresource }) => [
      { name: plural, singularName: singular, namespaced, kind, verbs },
      ...(statusSubresource
        ? [{ name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }]
        : []),
    ]),
  };
}
