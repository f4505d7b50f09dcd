import { CliError } from '@towline/shared/cli';

/**
 * Command lines of `docker buildx build` in the words of `image build`: there, `--output` says where the image goes, and here, in which form the
 * answer comes. What builds no image, and what is no answer either, is refused with what to write instead.
 */
export function respellOutputs(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const respelled: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const [, joined] = /^(?:--output=|-o=?)(.+)$/.exec(arg) ?? [];
    const value = joined ?? (arg === '--output' || arg === '-o' ? args[at + 1] : undefined);
    if (value === undefined || value === 'text' || value === 'json' || (end >= 0 && at > end)) {
      respelled.push(arg);
      continue;
    }
    respelled.push(...inOurWords(value));
    if (joined === undefined) at += 1;
  }
  return respelled;
}

function inOurWords(value: string): readonly string[] {
  const settings = new Map(value.split(',').map((part) => splitAt(part, part.indexOf('='))));
  const type = settings.get('type');
  const dest = settings.get('dest') ?? '';
  if (type === 'registry' || type === 'image') {
    const name = settings.get('name');
    const isPushed = type === 'registry' || settings.get('push') === 'true';
    return [...(isPushed ? ['--push'] : []), ...(name === undefined ? [] : ['-t', name])];
  }
  if (type === 'oci' && dest !== '') {
    const isFolder = settings.get('tar') === 'false';
    if (isFolder !== dest.endsWith('.tar')) return ['--layout', dest];
    throw refused(
      value,
      isFolder ? 'Name a folder that does not end with .tar.' : 'Name an archive that ends with .tar.',
    );
  }
  throw refused(value, hints[type ?? ''] ?? hints.other ?? '');
}

const hints: Readonly<Record<string, string>> = {
  oci: 'Give it a file: --output type=oci,dest=app.tar, which is --layout app.tar here.',
  docker: 'Write --layout app.tar, which podman load and skopeo read, or build with --builder docker.',
  cacheonly: 'Leave it out: what is built stays in the store, and goes nowhere without --push and --layout.',
  other:
    'For an image, write --layout app.tar or --layout FOLDER. Files of an image alone are not written. -o is text or json here.',
};

function refused(value: string, hint: string): CliError {
  return new CliError('cli-usage', `--output ${value} is not what this program writes`, { hint });
}

function splitAt(part: string, at: number): readonly [string, string] {
  return at < 0 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}
