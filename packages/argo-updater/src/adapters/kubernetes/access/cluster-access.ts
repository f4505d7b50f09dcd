import type { ConnectionOptions } from '@towline/shared/http';
import type { Clock } from '@towline/shared/ports';
import type { Environment } from '@towline/shared/process';
import type { Secret } from '@towline/shared/secret';

/** How an API server is reached, and in whose name. */
export interface ClusterAccess {
  /** Without a slash at its end. */
  readonly server: string;
  /** The namespace that holds where none is said; undefined where nothing says it. */
  readonly namespace: string | undefined;
  readonly connection: ConnectionOptions;
  /** The value of the `Authorization` header, as it is now; undefined where a certificate says who asks, or nobody does. */
  authorization(options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret | undefined>;
}

/** How a user shows who they are. */
export interface UserIdentity {
  readonly certificate?: ConnectionOptions['clientCertificate'];
  readonly authorization: ClusterAccess['authorization'];
}

/** Which cluster, and where its configuration may be found. */
export interface ClusterOptions {
  /** A kubeconfig file; the usual places are looked at where absent. */
  readonly kubeConfig?: string | undefined;
  /** A context of it; the current one where absent. */
  readonly context?: string | undefined;
  /** `KUBECONFIG`, `HOME`, and what a pod is told of its cluster. */
  readonly environment: Environment;
  /** Where a pod finds its service account; only tests have another place. */
  readonly serviceAccount?: string | undefined;
  readonly clock: Clock;
}
