import { deliverToUrl } from '@towline/test-kit/aws';
import { type RunningServer, readJson, sendJson, serve } from '@towline/test-kit/serve';
import { z } from 'zod';

/** A push to ECR as EventBridge hears of it. */
export interface PushEvent {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Stands between the registry and the queue as EventBridge does; here it lets events be looked at before they go on. */
export interface EventBus {
  /** Where the registry sends its events. */
  readonly url: string;
  /** Where events go that are let go on. */
  deliverTo(queueUrl: string): void;
  /** The pushes that are held back. */
  held(): readonly PushEvent[];
  /** Lets all of them go on to the queue. */
  release(): void;
  /** Holds nothing back from now on. */
  open(): void;
  stop(): Promise<void>;
}

const messageSchema = z.object({ MessageBody: z.string() });
const eventSchema = z.object({
  detail: z.object({
    'action-type': z.string(),
    'repository-name': z.string(),
    'image-digest': z.string(),
    'image-tag': z.string().optional(),
  }),
});

/** Starts a bus that knows of no queue yet. What cannot be delivered is told to `failed`. */
export async function startEventBus(failed: (error: unknown) => void): Promise<EventBus> {
  let deliver = (_event: object): void => failed(new Error('an event was let go on before there was a queue'));
  const waiting: { readonly event: object; readonly push: PushEvent | undefined }[] = [];
  let isOpen = false;
  const release = (): void => {
    for (const { event } of waiting.splice(0)) deliver(event);
  };
  const server: RunningServer = await serve({
    async handler(request, response) {
      const { MessageBody } = messageSchema.parse(await readJson(request));
      const event: unknown = JSON.parse(MessageBody);
      const { detail } = eventSchema.parse(event);
      const tag = detail['image-tag'];
      const push = { repository: detail['repository-name'], tag: tag ?? '', digest: detail['image-digest'] };
      const isTagged = detail['action-type'] === 'PUSH' && tag !== undefined;
      waiting.push({ event: z.looseObject({}).parse(event), push: isTagged ? push : undefined });
      if (isOpen) release();
      sendJson(response, 200, {});
    },
  });
  return {
    url: `${server.url}/`,
    deliverTo(queueUrl) {
      deliver = deliverToUrl(queueUrl, failed);
    },
    held: () => waiting.flatMap(({ push }) => push ?? []),
    release,
    open() {
      isOpen = true;
      release();
    },
    stop: () => server.stop(),
  };
}
