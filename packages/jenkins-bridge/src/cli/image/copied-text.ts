import type { CopyReport } from '../../app/image/copy-image.js';

/** A copy in two lines, for people. */
export function copiedText(
  did: string,
  { name, digest, blobs, bytesWritten }: CopyReport & { readonly name: string },
): string {
  const { present, mounted, written } = blobs;
  const parts = [`${written} sent (${bytesWritten} bytes)`, `${mounted} mounted`, `${present} there already`];
  return `${did} ${name}@${digest}\n  blobs: ${parts.join(', ')}\n`;
}
