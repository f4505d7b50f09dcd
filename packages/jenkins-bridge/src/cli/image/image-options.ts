import { CliError, type Invocation, listOption, type OptionSpec } from '@towline/shared/cli';
import { formatRepository, type ImageReference, readImageReference } from '@towline/shared/image';

/** The options of every command that speaks with registries. */
export const registryOptions: readonly OptionSpec[] = [
  {
    flag: 'registries',
    value: 'file',
    path: true,
    meaning: 'registries.conf: addresses, CAs and credentials of registries (default: docker’s config alone)',
  },
  {
    flag: 'plain-http',
    value: 'host',
    repeatable: true,
    meaning: 'a registry that speaks HTTP without TLS; may be repeated (this machine’s own are found out)',
  },
];

/** The option that names the store. */
export const cacheOption: OptionSpec = {
  flag: 'cache',
  value: 'folder',
  path: true,
  meaning: 'where built and pulled images and their layers are kept (default: ~/.cache/towline/images)',
};

/** Reads an image reference of the command line. */
export function readReference(text: string): ImageReference {
  const reading = readImageReference(text);
  if (reading.kind === 'reference') return reading.reference;
  throw new CliError('cli-usage', `${JSON.stringify(text)} is no image: ${reading.problem}`, { hint: reading.hint });
}

/** Reads an image reference that has a tag and no digest, `latest` where none is given. */
export function readTagged(text: string): {
  readonly reference: ImageReference;
  readonly tag: string;
  readonly name: string;
} {
  const reference = readReference(text);
  if (reference.digest !== undefined) {
    throw new CliError('cli-usage', `${text} names a digest, which follows from the image`, { hint: 'Name a tag.' });
  }
  const tag = reference.tag ?? 'latest';
  return { reference, tag, name: `${formatRepository(reference)}:${tag}` };
}

/** What a reference names: its digest, else its tag, else `latest`. */
export function manifestNameOf({ tag = 'latest', digest }: ImageReference) {
  return digest === undefined ? ({ kind: 'tag', tag } as const) : ({ kind: 'digest', digest } as const);
}

/** The values of an option `name=value` that may be repeated. A name without `=` gets what `missing` says. */
export function pairsOption(
  invocation: Invocation,
  flag: string,
  missing?: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const pairs = listOption(invocation, flag).flatMap((text) => {
    const at = text.indexOf('=');
    if (at > 0) return [[text.slice(0, at), text.slice(at + 1)]];
    if (at === 0 || missing === undefined) throw new CliError('cli-usage', `--${flag} ${text} is not name=value`);
    const value = missing(text);
    return value === undefined ? [] : [[text, value]];
  });
  return Object.fromEntries(pairs);
}
