/**
 * A commit as Git stores it, with a signature among its headers. A line of a header that goes on begins with a blank. Repositories with longer
 * ids keep signatures under another name.
 */
export function signedCommit(commit: Uint8Array, signature: string, idLength: number): Uint8Array {
  // One character for each byte, whatever the encoding of the message.
  const text = Buffer.from(commit).toString('latin1');
  const end = text.indexOf('\n\n') + 1;
  const header = `${idLength > 40 ? 'gpgsig-sha256' : 'gpgsig'} ${signature.trim().replaceAll('\r\n', '\n').replaceAll('\n', '\n ')}\n`;
  return Buffer.from(`${text.slice(0, end)}${header}${text.slice(end)}`, 'latin1');
}
