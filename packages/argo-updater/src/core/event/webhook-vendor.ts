import type { LiveEvent } from '../live/live-event.js';

/** A request that a registry or a Git server sent us, as it came. Header names are in lower case. */
export interface WebhookRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The bytes that a signature is about, as text. */
  readonly body: string;
}

/** What a request says. */
export type WebhookReading =
  /** At least one event: one for each tag that was pushed. */
  | { readonly kind: 'events'; readonly events: readonly [LiveEvent, ...LiveEvent[]] }
  /** It is well-formed and about something that changes nothing for us. `reason` completes “ignored: …”. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** It is not what the vendor sends. `problem` completes “refused: …”. */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Where a vendor puts what proves that the request is its own. */
export type CredentialPlace =
  /** HMAC-SHA256 of the body, in hex. */
  | { readonly kind: 'signature'; readonly header: string; readonly prefix: string }
  /** The secret itself. */
  | { readonly kind: 'header'; readonly header: string; readonly prefix?: string }
  | { readonly kind: 'query'; readonly parameter: string };

/** How one vendor speaks. */
export interface WebhookVendor {
  /** The value of `?type=`. */
  readonly name: string;
  /** Whom it is for, in the words of the guide. */
  readonly sender: string;
  /** Any of them will do; the first that is there must be right. */
  readonly credentials: readonly [CredentialPlace, ...CredentialPlace[]];
  /** The media types it uses; any where absent. */
  readonly contentTypes?: readonly string[];
  /** Whether a request without `?type=` is this vendor's, by its headers. */
  readonly recognises?: (request: WebhookRequest) => boolean;
  /** What is wrong with the headers, before the body is looked at. */
  readonly headersProblem?: (request: WebhookRequest) => string | undefined;
  /** Reads the parsed body. */
  readonly read: (payload: unknown, request: WebhookRequest) => WebhookReading;
  /** What is the same when the same news is sent again; undefined where the vendor has no such thing. */
  readonly deliveryId?: (request: WebhookRequest, payload: unknown) => string | undefined;
}
