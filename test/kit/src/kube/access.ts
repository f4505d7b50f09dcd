import type { IncomingMessage } from 'node:http';
import type { ResourceRequest } from './request-info.js';
import { forbidden, unauthorized } from './status-error.js';

/** What an RBAC rule of the same fields allows. Without namespaces it holds everywhere, as in a ClusterRole. */
export interface KubeRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** `applications`, `applications/status`, `*`. */
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** A user with a bearer token. Without rules it may do everything. */
export interface KubeUser {
  readonly name: string;
  readonly token: string;
  readonly rules?: readonly KubeRule[];
}

/** What somebody wants to do. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `applications/status`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** The user whose token the request bears. Throws 401 where there is none. */
export function authenticate(request: IncomingMessage, users: readonly KubeUser[]): KubeUser {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const user = users.find((one) => one.token === token);
  if (user === undefined) throw unauthorized();
  return user;
}

/** Whether the user's rules allow it. */
export function mayAccess(user: KubeUser, asked: AccessQuestion): boolean {
  return user.rules === undefined || user.rules.some((rule) => ruleAllows(rule, asked));
}

/** Throws 403 where the user's rules do not allow the request. */
export function authorize(user: KubeUser, request: ResourceRequest): void {
  const { verb, kind, namespace, name, subresource } = request;
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  if (mayAccess(user, { verb, group: kind.group, resource, namespace, name })) return;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const sentence = `User "${user.name}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${where}`;
  throw forbidden(kind, name, sentence);
}

function ruleAllows(rule: KubeRule, { verb, group, resource, namespace, name }: AccessQuestion): boolean {
  return (
    names(rule.verbs, verb) &&
    names(rule.apiGroups, group) &&
    names(rule.resources, resource) &&
    (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))) &&
    (rule.namespaces === undefined || (namespace !== undefined && rule.namespaces.includes(namespace)))
  );
}

function names(allowed: readonly string[], asked: string): boolean {
  return allowed.includes('*') || allowed.includes(asked);
}
