/** What a request to `/v2/` is about. */
export type OciRoute =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly repository: string }
  | { readonly kind: 'referrers'; readonly repository: string; readonly reference: string }
  | { readonly kind: 'manifest'; readonly repository: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly repository: string; readonly reference: string }
  | { readonly kind: 'uploads'; readonly repository: string }
  | { readonly kind: 'upload'; readonly repository: string; readonly reference: string };

const name = '(?<repository>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)';
const reference = '(?<reference>[^/]+)';
const patterns = [
  { kind: 'tags', pattern: new RegExp(`^/v2/${name}/tags/list$`) },
  { kind: 'referrers', pattern: new RegExp(`^/v2/${name}/referrers/${reference}$`) },
  { kind: 'manifest', pattern: new RegExp(`^/v2/${name}/manifests/${reference}$`) },
  { kind: 'blob', pattern: new RegExp(`^/v2/${name}/blobs/${reference}$`) },
  { kind: 'uploads', pattern: new RegExp(`^/v2/${name}/blobs/uploads/?$`) },
  { kind: 'upload', pattern: new RegExp(`^/v2/${name}/blobs/uploads/${reference}$`) },
] as const;

/** The route of a path below `/v2/`; undefined where there is none, as for a repository name against the grammar. */
export function parseRoute(path: string): OciRoute | undefined {
  if (path === '/v2/' || path === '/v2') return { kind: 'base' };
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  for (const { kind, pattern } of patterns) {
    const groups = pattern.exec(path)?.groups;
    if (groups !== undefined) {
      return { kind, repository: groups.repository ?? '', reference: decodeURIComponent(groups.reference ?? '') };
    }
  }
  return undefined;
}
