/** A permission at the Kubernetes API. */
export interface KubernetesPermission {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** One object; any where absent. */
  readonly name?: string | undefined;
  /** All of them where absent. */
  readonly namespace?: string | undefined;
}

/** Where the controller reads and writes. */
export interface PermissionPlaces {
  /** Of Applications and ImageUpdaters; all where undefined. */
  readonly namespaces: readonly string[] | undefined;
  /** Where Argo CD keeps what it knows of repositories. */
  readonly controllerNamespace: string;
  /** Undefined where no Leases are used. */
  readonly leaseNamespace: string | undefined;
}

type Need = Omit<KubernetesPermission, 'namespace'>;

const need = (about: Omit<Need, 'verb'>, verbs: readonly Need['verb'][]): readonly Need[] =>
  verbs.map((verb) => ({ verb, ...about }));

const applications = { group: 'argoproj.io', resource: 'applications' };
const imageUpdaters = { group: 'argocd-image-updater.argoproj.io', resource: 'imageupdaters' };
const secrets = { group: '', resource: 'secrets' };
const configMaps = { group: '', resource: 'configmaps' };

const whereApplicationsAre: readonly Need[] = [
  ...need(applications, ['get', 'list', 'watch', 'patch']),
  ...need(imageUpdaters, ['list', 'watch', 'patch']),
  ...need({ ...imageUpdaters, subresource: 'status' }, ['patch']),
  ...need(secrets, ['get']),
  ...need({ group: '', resource: 'events' }, ['create']),
];

const whereArgoCdIs: readonly Need[] = [
  ...need(secrets, ['get', 'list', 'watch']),
  ...need({ ...configMaps, name: 'argocd-ssh-known-hosts-cm' }, ['get']),
  ...need({ ...configMaps, name: 'argocd-tls-certs-cm' }, ['get']),
];

const whereLeasesAre: readonly Need[] = need({ group: 'coordination.k8s.io', resource: 'leases' }, [
  'list',
  'watch',
  'create',
  'patch',
  'delete',
]);

/** All that the controller may be called to do at the Kubernetes API: what `deploy/permissions.json` lists, in its namespaces. */
export function neededPermissions(places: PermissionPlaces): readonly KubernetesPermission[] {
  const { namespaces, controllerNamespace, leaseNamespace } = places;
  const put = (needs: readonly Need[], namespace: string | undefined): readonly KubernetesPermission[] =>
    needs.map((one) => ({ ...one, namespace }));
  return [
    ...(namespaces ?? [undefined]).flatMap((namespace) => put(whereApplicationsAre, namespace)),
    ...put(whereArgoCdIs, controllerNamespace),
    ...(leaseNamespace === undefined ? [] : put(whereLeasesAre, leaseNamespace)),
  ];
}
