import { compareSpecificity } from '../image/index.js';
import type { Candidate } from './candidate.js';
import type { Finding } from './finding.js';
import { PolicyError } from './policy-error.js';
import { compareText, createRanking, type Item, type Order, type Ranking } from './ranking.js';
import type { Objection } from './refusal.js';
import { type RevisionReader, revisionReader } from './revision-reader.js';
import type { OrderSpec } from './schema.js';
import type { CommitLookup, CommitPlace, SourceHistory } from './source-history.js';

/** The order in which the commits of images stand on a branch, or the finding against its pattern. */
export function commitRanking({ pattern }: OrderSpec<'commit'>): Ranking | Finding {
  const read = revisionReader(pattern);
  return typeof read === 'function' ? createRanking(commitOrder(read), 'was built from an older commit than') : read;
}

function commitOrder(read: RevisionReader): Order<CommitPlace> {
  return {
    key(item, refuse, { history }) {
      if (history === undefined) {
        throw new PolicyError('policy-facts-missing', 'the history that images are ordered by is not known');
      }
      const place = placeOf(revisions(item, read), history);
      return 'rule' in place ? refuse(item, place) : place;
    },
    compare: (a, b) => a.rank - b.rank,
    // A listing without digests does not tell that two tags are one image: `latest` must not win over the commit it was built from.
    breakTie: ({ candidate: a }, { candidate: b }) =>
      pushTime(a) - pushTime(b) || compareSpecificity(b.tag, a.tag) || compareText(a.tag, b.tag),
  };
}

/** What may name the commit. The label comes last: an image that sets none has that of the image it is built upon. */
function revisions({ candidate, text }: Item, read: RevisionReader): readonly string[] {
  return [read(text), candidate.revision].filter((revision) => revision !== undefined);
}

const noRevision: Objection = { rule: 'no-revision', reason: 'does not say which commit it was built from' };

function placeOf(revisions: readonly string[], history: SourceHistory): CommitPlace | Objection {
  let objection: Objection = noRevision;
  for (const revision of revisions) {
    const found = history.find(revision);
    if (found.kind === 'commit') return found;
    if (objection === noRevision) objection = objectionTo(found, history);
  }
  return objection;
}

function objectionTo({ kind }: Exclude<CommitLookup, CommitPlace>, { branch }: SourceHistory): Objection {
  if (kind === 'not-on-branch') return { rule: 'not-on-branch', reason: `is not on ${branch}` };
  return {
    rule: 'ambiguous-revision',
    reason: `has a short commit id with which several commits of ${branch} begin`,
  };
}

function pushTime({ pushedAt }: Candidate): number {
  return pushedAt ?? 0;
}
