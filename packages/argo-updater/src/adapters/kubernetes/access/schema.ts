import * as z from 'zod';

const text = z.string().nullish();

const cluster = z.object({
  server: z.string(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
});

const user = z.object({
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  exec: z.unknown().optional(),
  'auth-provider': z.unknown().optional(),
});

const context = z.object({ cluster: z.string(), user: text, namespace: text });

/** The form of a kubeconfig file: what we read of it. */
export const kubeConfigSchema = z.object({
  'current-context': text,
  clusters: z.array(z.object({ name: z.string(), cluster })).nullish(),
  users: z.array(z.object({ name: z.string(), user: user.nullish() })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context })).nullish(),
});

/** An accepted kubeconfig file. */
export type KubeConfigDocument = z.infer<typeof kubeConfigSchema>;

/** A cluster of a kubeconfig. */
export type KubeConfigCluster = z.infer<typeof cluster>;

/** A user of a kubeconfig. */
export type KubeConfigUser = z.infer<typeof user>;
