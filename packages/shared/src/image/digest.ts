declare const brand: unique symbol;

/** A content digest such as `sha256:…`, checked by its grammar. */
export type Digest = string & { readonly [brand]: 'Digest' };

/** Hex digits of the algorithms that are in use; others are checked by their form alone, as the OCI image specification asks. */
const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

const form = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]{32,})$/;
const lowerHex = /^[0-9a-f]+$/;
/** What nearly every digest looks like; listings have hundreds of thousands. */
const sha256Form = /^sha256:[0-9a-f]{64}$/;

/** The digest in `text`, or undefined where it is none: an unknown form, or the wrong length for its algorithm. */
export function parseDigest(text: string): Digest | undefined {
  if (sha256Form.test(text)) return text as Digest;
  const [, algorithm = '', encoded = ''] = form.exec(text) ?? [];
  if (algorithm === '') return undefined;
  const length = hexLengths.get(algorithm);
  if (length !== undefined && (encoded.length !== length || !lowerHex.test(encoded))) return undefined;
  return text as Digest;
}
