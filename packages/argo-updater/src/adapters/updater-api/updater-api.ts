import { isHttpError } from '@towline/shared/http';
import type { HttpClient, HttpRequest } from '@towline/shared/ports';
import type { Secret } from '@towline/shared/secret';
import type { z } from 'zod';
import {
  acceptedSchema,
  applicationsSchema,
  deliveriesSchema,
  refusalSchema,
  type ToldApplications,
  type ToldDeliveries,
} from './schema.js';
import { UpdaterError, type UpdaterErrorCode } from './updater-error.js';

/** What may be given up. */
interface Waiting {
  readonly signal?: AbortSignal | undefined;
}

/** A running argo-updater, asked with a token and nothing else. Every failure is an `UpdaterError`. */
export interface UpdaterApi {
  /** What became of a commit, or of what stands in an Application. */
  deliveries(
    of: { readonly sha: string } | { readonly application: string },
    waiting: Waiting,
  ): Promise<ToldDeliveries>;
  applications(waiting: Waiting): Promise<ToldApplications>;
  reconcile(application: string, waiting: Waiting): Promise<void>;
}

/** Where argo-updater is, and what it knows us by. */
export interface UpdaterPlace {
  readonly server: string;
  readonly token: (waiting: Waiting) => Promise<Secret>;
}

/** {@link UpdaterApi} by plain HTTP. */
export function createUpdaterApi(http: HttpClient, { server, token }: UpdaterPlace): UpdaterApi {
  const call = async <Schema extends z.ZodType>(
    {
      method,
      path,
      schema,
    }: { readonly method: HttpRequest['method']; readonly path: string; readonly schema: Schema },
    { signal }: Waiting,
  ): Promise<z.output<Schema>> => {
    const headers = { authorization: `Bearer ${(await token({ signal })).reveal()}` };
    const url = `${server.replace(/\/+$/, '')}/api/v1/${path}`;
    const answer = await http.request({ method, url, headers, expect: 'json', signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw translate(error, server);
    });
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw new UpdaterError('updater-answer', `${server} does not answer as argo-updater does`, { cause: parsed.error });
  };
  return {
    async deliveries(of, waiting) {
      const path = `deliveries?${new URLSearchParams({ ...of })}`;
      return call({ method: 'GET', path, schema: deliveriesSchema }, waiting);
    },
    async applications(waiting) {
      return call({ method: 'GET', path: 'applications', schema: applicationsSchema }, waiting);
    },
    async reconcile(application, waiting) {
      const path = `applications/${encodeURIComponent(application)}/reconcile`;
      await call({ method: 'POST', path, schema: acceptedSchema }, waiting);
    },
  };
}

const codes: Readonly<Record<number, UpdaterErrorCode>> = {
  401: 'updater-unauthenticated',
  403: 'updater-forbidden',
  404: 'updater-unknown',
};

function translate(error: unknown, server: string): unknown {
  if (!isHttpError(error)) return error;
  const { status = 0, bodyText } = error;
  const code = codes[status] ?? (status === 0 || status >= 500 ? 'updater-unreachable' : 'updater-answer');
  return new UpdaterError(code, `${server}: ${refusalText(bodyText) ?? error.message}`, { cause: error });
}

function refusalText(text: string): string | undefined {
  try {
    const parsed = refusalSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.error.message : undefined;
  } catch {
    return undefined;
  }
}
