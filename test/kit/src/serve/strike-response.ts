import type { ServerResponse } from 'node:http';

/** Lets the handler answer, but sends only half of its first piece of body and cuts the connection. */
export function cutInTheMiddle(response: ServerResponse): void {
  rewriteBody(response, (piece, send) => {
    send(piece.subarray(0, Math.floor(piece.length / 2)), () => response.destroy());
    return 'done';
  });
}

/** Lets the handler answer, with one bit of the body flipped. */
export function flipOneBit(response: ServerResponse): void {
  rewriteBody(response, (piece, send) => {
    const first = piece[0] ?? 0;
    send(Buffer.concat([Buffer.of(first ^ 1), piece.subarray(1)]));
    return 'go on';
  });
}

type Send = (piece: Buffer, sent?: () => void) => void;

/** Hands the first piece of the body to `change`, which sends what it likes and says whether the rest may follow. */
function rewriteBody(response: ServerResponse, change: (piece: Buffer, send: Send) => 'done' | 'go on'): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let state: 'first' | 'go on' | 'done' = 'first';
  const send: Send = (piece, sent) => void write(piece, () => sent?.());
  const pass = (chunk: unknown): void => {
    if (state === 'done' || (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))) return;
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
    if (state === 'go on') send(piece);
    else state = change(piece, send);
  };
  Object.assign(response, {
    write(chunk: unknown): boolean {
      pass(chunk);
      return true;
    },
    end(chunk?: unknown): ServerResponse {
      pass(chunk);
      if (state !== 'done') end();
      return response;
    },
  });
}
