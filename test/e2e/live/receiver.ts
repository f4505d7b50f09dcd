import { createHmac, timingSafeEqual } from 'node:crypto';
import { readBody, sendJson, serve } from '@towline/test-kit/serve';
import { z } from 'zod';

const notificationSchema = z.object({
  kind: z.string(),
  application: z.string(),
  images: z.array(z.object({ to: z.string() })),
});

/** Somebody who is told of failures by a webhook, and trusts nobody without the secret. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
  /** What was told, in a line each: `failed argocd/web 1.1.0`. */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

/** Starts a {@link Receiver}. What is not signed is refused, and is no line. */
export async function startReceiver(): Promise<Receiver> {
  const secret = 'the-secret-of-the-alerts';
  const told: string[] = [];
  const server = await serve({
    async handler(request, response) {
      const body = await readBody(request);
      const { 'x-towline-timestamp': seconds, 'x-towline-signature': signature } = request.headers;
      const proof = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      if (!isSame(`sha256=${proof}`, String(signature))) {
        sendJson(response, 401, {});
        return;
      }
      const { kind, application, images } = notificationSchema.parse(JSON.parse(body.toString()));
      told.push(`${kind} ${application} ${images.map(({ to }) => to).join(', ')}`);
      sendJson(response, 200, {});
    },
  });
  return { url: `${server.url}/told`, secret, told, stop: () => server.stop() };
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
