import { type RunningServer, readJson, send, serve } from '@towline/test-kit/serve';
import { z } from 'zod';

const alertSchema = z.object({
  kind: z.string(),
  application: z.string(),
  reason: z.string(),
  commit: z.string().nullish(),
});
/** What people are told by argo-updater, as far as the demo shows it. */
export type Alert = z.output<typeof alertSchema>;

/** Stands for whatever people are told by: a chat, a pager. */
export interface Alerts {
  readonly url: string;
  readonly received: readonly Alert[];
  stop(): Promise<void>;
}

/** Listens for notifications. */
export async function startAlerts(): Promise<Alerts> {
  const received: Alert[] = [];
  const server: RunningServer = await serve({
    async handler(request, response) {
      received.push(alertSchema.parse(await readJson(request)));
      send(response, { status: 204 });
    },
  });
  return { url: `${server.url}/alerts`, received, stop: () => server.stop() };
}
