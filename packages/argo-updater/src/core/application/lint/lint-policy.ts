import { compilePolicy, type Finding as PolicyFinding } from '@towline/shared/policy';
import { peerKey } from '../annotations/annotation-key.js';
import type { Finding } from '../finding.js';
import type { ManagedImage } from '../images/managed-image.js';

type Annotations = Readonly<Record<string, string>>;

/** Finds constraints, patterns and globs that cannot be read, by compiling the policy of the image. */
export function lintPolicy(annotations: Annotations, { policy, alias }: ManagedImage): readonly Finding[] {
  const { order } = policy;
  // A policy by commits has the same filters; any other order will do to compile them.
  const reading = compilePolicy({ ...policy, order: order.kind === 'commit' ? { kind: 'alphabetical' } : order });
  const found = reading.kind === 'refused' ? reading.findings : reading.warnings;
  return (
    found
      // That nothing is followed is a finding of its own.
      .filter(({ path }) => path !== 'order.tag')
      .map((finding) => toFinding(finding, placeOf(finding, annotations, alias)))
  );
}

/** The annotation that a part of a policy was read from: that of the image, where it has one. */
function placeOf({ path }: PolicyFinding, annotations: Annotations, alias: string): string {
  const name = /^(?:allowTags|filterTags)/.test(path)
    ? 'allow-tags'
    : path.startsWith('ignoreTags')
      ? 'ignore-tags'
      : 'image-list';
  const ofImage = peerKey(name, alias);
  return annotations[ofImage] === undefined ? peerKey(name) : ofImage;
}

function toFinding({ path, problem, hint = 'Mend it.' }: PolicyFinding, at: string): Finding {
  return { code: 'annotation-value', severity: 'warning', at, message: `${path} ${problem}`, fix: hint };
}
