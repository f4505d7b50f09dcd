import type { ServerResponse } from 'node:http';
import type { JsonObject } from './json.js';
import type { KubeObject } from './kube-object.js';
import { apiVersionOf, type ResourceKind } from './resource-kind.js';

/** A watch as its server sees it: a connection that is written to, one JSON object a line. */
export class WatchStream {
  readonly #kind: ResourceKind;
  readonly #response: ServerResponse;
  readonly #bookmarks: boolean;
  #hushed = false;
  #lastRevision: string;

  constructor(kind: ResourceKind, response: ServerResponse, options: { bookmarks: boolean; revision: number }) {
    this.#kind = kind;
    this.#response = response;
    this.#bookmarks = options.bookmarks;
    this.#lastRevision = String(options.revision);
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
    response.flushHeaders();
  }

  send(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    this.#lastRevision = object.metadata.resourceVersion;
    this.#write({ type, object });
  }

  /** Tells how far the watch has come, to a client that asked for bookmarks. */
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    if (!this.#bookmarks) return;
    this.#lastRevision = String(Math.max(revision, Number(this.#lastRevision)));
    const metadata = { resourceVersion: this.#lastRevision, creationTimestamp: null };
    const object = {
      kind: this.#kind.kind,
      apiVersion: apiVersionOf(this.#kind),
      metadata: annotations === undefined ? metadata : { ...metadata, annotations },
    };
    this.#write({ type: 'BOOKMARK', object });
  }

  /** Sends a Status as the last event. */
  fail(status: JsonObject): void {
    this.#write({ type: 'ERROR', object: status });
    this.end();
  }

  /** Says nothing more, but keeps the connection. */
  hush(): void {
    this.#hushed = true;
  }

  end(): void {
    this.#response.end();
  }

  /** Breaks the connection in the middle of a line. */
  cut(): void {
    this.#response.write('{"type":"MODI', () => this.#response.destroy());
  }

  #write(event: JsonObject): void {
    if (!this.#hushed) this.#response.write(`${JSON.stringify(event)}\n`);
  }
}

/** The watches that are open on a fake, and what can be made to go wrong with them. */
export class OpenWatches {
  readonly #streams = new Set<WatchStream>();
  readonly #revision: () => number;

  constructor(revision: () => number) {
    this.#revision = revision;
  }

  /** How many there are. */
  get count(): number {
    return this.#streams.size;
  }

  /** Sends a bookmark to all that asked for bookmarks. */
  bookmark(): void {
    for (const stream of this.#streams) stream.bookmark(this.#revision());
  }

  /** Breaks the connections in the middle of an event. */
  cut(): void {
    for (const stream of this.#streams) stream.cut();
  }

  /** Keeps the connections open and never sends anything on them again. */
  hush(): void {
    for (const stream of this.#streams) stream.hush();
  }

  /** For the server: counts a stream until the function that it gives is called. */
  add(stream: WatchStream): () => void {
    this.#streams.add(stream);
    return () => void this.#streams.delete(stream);
  }
}
