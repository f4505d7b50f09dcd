import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type DeployedObject, deployFolder } from './render.js';

const text = z.string().min(1);
const permissionsSchema = z.strictObject({
  kubernetes: z.array(
    z.strictObject({
      /** In the namespaces of Applications, in that of Argo CD, or in that of the Leases. */
      where: z.enum(['applications', 'argocd', 'leases']),
      /** Empty for the core group. */
      group: z.string(),
      resource: text,
      names: z.array(text).optional(),
      verb: z.enum(['get', 'list', 'watch', 'create', 'patch', 'delete']),
      for: text,
    }),
  ),
  aws: z.array(
    z.strictObject({
      /** The service and the operation of the SDK. */
      call: text,
      action: text,
      on: z.enum(['repository', 'account', 'queue', 'secret', 'parameter', 'key']),
      for: text,
    }),
  ),
});

/** The table of which call needs which permission: deploy/permissions.json. */
export type Permissions = z.infer<typeof permissionsSchema>;

/** Reads the table. */
export async function readPermissions(): Promise<Permissions> {
  return permissionsSchema.parse(JSON.parse(await readFile(`${deployFolder}permissions.json`, 'utf8')));
}

/** One permission in a line: `argocd: get configmaps "" [argocd-tls-certs-cm]`. */
export interface PermissionParts {
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly name?: string | undefined;
}

/** That line. */
export function permissionLine({ namespace, verb, resource, group, name }: PermissionParts): string {
  return `${namespace}: ${verb} ${resource} ${JSON.stringify(group)}${name === undefined ? '' : ` [${name}]`}`;
}

/** Where the table's places are. */
export type Places = Readonly<Record<Permissions['kubernetes'][number]['where'], readonly string[]>>;

/** The table in these namespaces, as sorted lines. */
export function tableLines({ kubernetes }: Permissions, places: Places): readonly string[] {
  return sortedLines(
    kubernetes.flatMap(({ where, names = [undefined], ...row }) =>
      places[where].flatMap((namespace) => names.map((name) => permissionLine({ ...row, namespace, name }))),
    ),
  );
}

const rulesSchema = z.object({
  rules: z.array(
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(text),
      verbs: z.array(text),
      resourceNames: z.array(text).optional(),
    }),
  ),
});

/** The rules of a Role or ClusterRole. */
export function rulesOf(role: DeployedObject) {
  return rulesSchema.parse(role).rules;
}

/** What Roles and ClusterRoles allow, as sorted lines; a ClusterRole allows it in `*`. */
export function roleLines(objects: readonly DeployedObject[]): readonly string[] {
  const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  return sortedLines(
    roles.flatMap((role) =>
      rulesSchema
        .parse(role)
        .rules.flatMap(({ apiGroups, resources, verbs, resourceNames = [undefined] }) =>
          apiGroups.flatMap((group) =>
            resources.flatMap((resource) =>
              verbs.flatMap((verb) =>
                resourceNames.map((name) =>
                  permissionLine({ namespace: role.metadata.namespace ?? '*', group, resource, verb, name }),
                ),
              ),
            ),
          ),
        ),
    ),
  );
}

/** Sorted, each once. */
export function sortedLines(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}
