import type { GitIdentity } from '../ports/index.js';
import { cleanIdentity, commitMessage } from './commit-message.js';
import type { ResolvedChange, ResolvedCommit } from './tree-changes.js';

/** Where a chain of commits starts, and who commits it. */
export interface CommitChain {
  /** A ref of the mirror that git moves while it works. */
  readonly ref: string;
  /** Undefined for the first commit of a repository. */
  readonly parent: string | undefined;
  readonly committer: GitIdentity;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly commits: readonly ResolvedCommit[];
}

/** The input of `git fast-import` that makes a chain of commits without a work tree and prints their ids, one on a line. */
export function commitStream({ ref, parent, committer, time, commits }: CommitChain): Uint8Array {
  const parts: Uint8Array[] = [];
  const line = (text: string): void => void parts.push(Buffer.from(`${text}\n`));
  const data = (bytes: Uint8Array): void => {
    line(`data ${bytes.length}`);
    parts.push(bytes, Buffer.from('\n'));
  };
  line('feature done');
  for (const [index, commit] of commits.entries()) {
    const mark = index + 1;
    // Without a `from` git would go on from where the ref stands, so that an orphan has to reset it.
    if (index === 0) line(`reset ${ref}`);
    line(`commit ${ref}`);
    line(`mark :${mark}`);
    line(`author ${person(commit.author)} ${time} +0000`);
    line(`committer ${person(committer)} ${time} +0000`);
    data(Buffer.from(commitMessage(commit)));
    if (index === 0 && parent !== undefined) line(`from ${parent}`);
    for (const change of commit.changes) writeChange(change, { line, data });
    line(`get-mark :${mark}`);
  }
  line('done');
  return Buffer.concat(parts);
}

interface Sink {
  line(text: string): void;
  data(bytes: Uint8Array): void;
}

function writeChange(change: ResolvedChange, { line, data }: Sink): void {
  if (change.kind === 'delete') {
    line(`D ${quotePath(change.path)}`);
    return;
  }
  line(`M ${change.mode} inline ${quotePath(change.path)}`);
  data(change.content);
}

function person(identity: GitIdentity): string {
  const { name, email } = cleanIdentity(identity);
  return `${name} <${email}>`;
}

/** Git's C-style quoting: everything but these three may stand for itself. */
function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
