const block = 512;

/** A tar archive (ustar) of these files, the same bytes for the same files: owner 0, mode 755, time 0. */
export function tar(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const entries = Object.entries(files).flatMap(([name, content]) => {
    const bytes = Buffer.from(typeof content === 'string' ? Buffer.from(content) : content);
    const padding = Buffer.alloc((block - (bytes.length % block)) % block);
    return [header(name, bytes.length), bytes, padding];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * block)]);
}

function header(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`the name ${name} is too long for this tar`);
  const bytes = Buffer.alloc(block);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  bytes.write(name, 0);
  bytes.write(`${octal(0o755, 7)}\0`, 100);
  bytes.write(`${octal(0, 7)}\0`, 108);
  bytes.write(`${octal(0, 7)}\0`, 116);
  bytes.write(`${octal(size, 11)}\0`, 124);
  bytes.write(`${octal(0, 11)}\0`, 136);
  bytes.write('        ', 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}
