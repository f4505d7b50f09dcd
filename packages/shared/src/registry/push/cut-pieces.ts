/** The bytes of a stream in pieces of `size`, the last one perhaps smaller. Only one piece is held at a time. */
export async function* cutPieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, void> {
  const room = Math.max(1, size);
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let rest = chunk;
    while (length + rest.length >= room) {
      held.push(rest.subarray(0, room - length));
      rest = rest.subarray(room - length);
      yield Buffer.concat(held);
      held = [];
      length = 0;
    }
    if (rest.length > 0) held.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
