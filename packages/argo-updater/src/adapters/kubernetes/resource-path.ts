/** The path of a namespaced resource of the API; of all namespaces where none is given. */
export function resourcePath(api: string, resource: string, namespace?: string): string {
  const root = api.includes('/') ? `/apis/${api}` : `/api/${api}`;
  return namespace === undefined
    ? `${root}/${resource}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/** The path of one object. */
export function objectPath(
  api: string,
  resource: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string {
  return `${resourcePath(api, resource, namespace)}/${encodeURIComponent(name)}`;
}

/** The API of Applications. */
export const argocdApi = 'argoproj.io/v1alpha1';
