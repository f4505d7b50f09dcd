import { isHttpError } from '@towline/shared/http';
import { KubernetesError, type KubernetesErrorCode } from './kubernetes-error.js';
import { statusSchema } from './schema.js';

const codes: Readonly<Record<number, KubernetesErrorCode>> = {
  401: 'kubernetes-unauthorized',
  403: 'kubernetes-forbidden',
  404: 'kubernetes-not-found',
  409: 'kubernetes-conflict',
};

/** What a request came to, in our words and with those of the API server. `what` names the request: `GET /api/v1/secrets`. */
export function translateFailure(error: unknown, what: string): unknown {
  if (!isHttpError(error)) return error;
  const { status, bodyText } = error;
  if (status === undefined) {
    const code = error.code === 'http-bad-body' ? 'kubernetes-answer' : 'kubernetes-unreachable';
    return new KubernetesError(code, `The cluster did not answer ${what}: ${error.message}`, { cause: error });
  }
  const words = statusMessage(bodyText) ?? `status ${status}`;
  const code = codes[status] ?? 'kubernetes-refused';
  return new KubernetesError(code, `The cluster refused ${what}: ${words}`, { cause: error });
}

/** Whether the server no longer knows the state that a list began with. */
export function isExpired(error: unknown): boolean {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return isHttpError(cause) && cause.status === 410;
}

function statusMessage(text: string): string | undefined {
  const parsed = statusSchema.safeParse(parseJson(text));
  return parsed.success ? (parsed.data.message ?? undefined) : undefined;
}

/** A proxy's page, or an answer that was cut, says nothing. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
