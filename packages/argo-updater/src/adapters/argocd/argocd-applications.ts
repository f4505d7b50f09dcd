import { isCodedError } from '@towline/shared/errors';
import { isHttpError } from '@towline/shared/http';
import { annotationPatch } from '../../core/application/annotations/edit-annotations.js';
import type { ApplicationName } from '../../core/application/application.js';
import type { ApplicationReading } from '../../core/application/application-reading.js';
import { readApplications } from '../../core/application/read-application.js';
import type { PatchOperation } from '../../core/manifest/live/argocd-patch.js';
import type { LiveApplications } from '../kubernetes/live-applications.js';
import type { ArgocdApi } from './argocd-api.js';
import { ArgocdError } from './argocd-error.js';
import { applicationListSchema, applicationObjectSchema } from './schema.js';

interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** Applications by Argo CD's own API, for whoever has a token for it and none for the cluster. */
export interface ArgocdApplications extends LiveApplications {
  /** All Applications that the account may see. ImageUpdaters are not told by this API. */
  readAll(waiting?: Waiting): Promise<ApplicationReading>;
}

/** What Argo CD leaves out of the objects of a list. */
const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };

/** {@link ArgocdApplications} of one Argo CD. */
export function createArgocdApplications(api: ArgocdApi): ArgocdApplications {
  const place = ({ namespace, name }: ApplicationName) => ({
    path: `/applications/${encodeURIComponent(name)}`,
    query: { appNamespace: namespace },
  });
  return {
    async readAll({ signal } = {}) {
      const parsed = applicationListSchema.safeParse(await api({ path: '/applications', signal }));
      if (!parsed.success) throw new ArgocdError('argocd-answer', 'GET /applications was not answered with a list');
      const readings = (parsed.data.items ?? []).map((item) =>
        readApplications({ ...kind, ...item }, { kind: 'cluster' }),
      );
      return {
        applications: readings.flatMap(({ applications }) => applications),
        imageUpdaters: [],
        findings: readings.flatMap(({ findings }) => findings),
      };
    },
    async read(name, { signal } = {}) {
      const { path, query } = place(name);
      const object = await api({ path, query, absent: [404], signal });
      if (object === undefined) return undefined;
      const parsed = applicationObjectSchema.safeParse(object);
      if (!parsed.success) throw new ArgocdError('argocd-answer', `GET ${path} was not answered with an Application`);
      return readApplications({ ...kind, ...parsed.data }, { kind: 'cluster' }).applications[0];
    },
    async patch(name, operations, { signal } = {}) {
      const { path } = place(name);
      const { namespace: appNamespace } = name;
      const patch = JSON.stringify(operations.map(asTest));
      const body = { name: name.name, appNamespace, patch, patchType: 'json' };
      try {
        await api({ method: 'PATCH', path, body, signal });
        return { kind: 'patched' };
      } catch (error) {
        if (isConflict(error)) return { kind: 'conflict' };
        throw error;
      }
    },
    async annotate(name, changes, { signal } = {}) {
      const patch = JSON.stringify(annotationPatch(changes));
      const body = { name: name.name, appNamespace: name.namespace, patch, patchType: 'merge' };
      await api({ method: 'PATCH', path: place(name).path, body, signal });
    },
  };
}

/** Argo CD patches what it reads itself and passes over the version in it, unless the patch tests it. */
function asTest(operation: PatchOperation): PatchOperation | (Omit<PatchOperation, 'op'> & { readonly op: 'test' }) {
  return operation.path === '/metadata/resourceVersion' ? { ...operation, op: 'test' } : operation;
}

/** A test that fails is an error like any other there, told by its words alone. */
function isConflict(error: unknown): boolean {
  if (!isCodedError(error) || !isHttpError(error.cause)) return false;
  return error.cause.status === 409 || /\/metadata\/resourceVersion\b.*test failed/.test(error.cause.bodyText);
}
