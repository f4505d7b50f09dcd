import type { Alert } from '../../demo/stage/alerts.js';
import type { PushEvent } from '../../demo/stage/event-bus.js';
import { createPage } from './pretended-page.js';

/** Something that the demo shows and that is not so. */
export type Flaw =
  | 'the build fails'
  | 'latest stays behind'
  | 'two lines change'
  | 'what fails is built'
  | 'what fails is pushed'
  | 'what fails is deployed'
  | 'a revert is overwritten'
  | 'nothing is said of the hold'
  | 'visitors see the crash';

interface Version {
  readonly title: string;
  readonly kind: 'works' | 'fails' | 'crashes';
}

/** What a made-up lab is about: the repositories, the registry, the page. What follows from what happens follows at once. */
export function createWorld(flaw: Flaw | undefined) {
  const page = createPage();
  const source = createSource();
  let head = newCommit();
  let looks = 0;
  let alert: Alert | undefined;
  const write = (): string => {
    head = newCommit();
    return head;
  };
  return {
    page,
    /** The developer's first commit. */
    first: source.first,
    tags: source.tags,
    commit: source.commit,
    /** Everything that was pushed, as the registry tells of it. */
    pushes: (): readonly PushEvent[] =>
      source.tags().map((tag) => ({ repository: 'shop/web', tag, digest: `the one of ${tag}` })),
    /** Builds a commit and gives the result. */
    build(commit: string): string {
      const isMeantToFail = source.version(commit).kind === 'fails';
      if (isMeantToFail && flaw === 'what fails is pushed') source.push(commit);
      if (isMeantToFail && flaw === 'what fails is deployed') page.show('');
      if (flaw === 'the build fails') return 'FAILURE';
      return isMeantToFail && flaw !== 'what fails is built' ? 'FAILURE' : 'SUCCESS';
    },
    /** The newest commit of the manifests. */
    head: () => head,
    /** What it changes. */
    numstat: () => (flaw === 'two lines change' ? '2\t2\tweb/kustomization.yaml' : '1\t1\tweb/kustomization.yaml'),
    /** An image is written to the manifests, and deployed. */
    deploy(commit: string): void {
      const { title, kind } = source.version(commit);
      write();
      if (kind === 'works') page.show(title);
      else alert = { kind: 'failed', application: 'argocd/web', reason: 'it is Degraded' };
      if (kind === 'crashes' && flaw === 'visitors see the crash') page.crash();
    },
    /** What people are told; the failed version is taken back meanwhile. */
    alerts(): readonly Alert[] {
      if (alert === undefined) return [];
      write();
      return [alert];
    },
    /** A person takes the last commit back. */
    revert(): void {
      write();
      page.showPrevious();
    },
    /** A person wants two processes. Gives the commit. */
    scale(): string {
      page.scale();
      return write();
    },
    /** argo-updater looks at what was reverted. */
    look(): void {
      looks += 1;
      if (flaw === 'a revert is overwritten') write();
    },
    looks: () => looks,
  };
}

/** See {@link createWorld}. */
export type World = ReturnType<typeof createWorld>;

let commits = 0;

function newCommit(): string {
  commits += 1;
  return commits.toString(16).padStart(12, '0').padEnd(40, '0');
}

/** The repository of the application, and what its commits become. */
function createSource() {
  const first = newCommit();
  const versions = new Map<string, Version>([[first, { title: 'Good morning', kind: 'works' }]]);
  const tags = [first];
  return {
    first,
    tags: (): readonly string[] => tags,
    push: (tag: string) => void tags.push(tag),
    /** A developer pushes; an image comes of what has a title. */
    commit(files: Readonly<Record<string, string>>): string {
      const commit = newCommit();
      const title = files['title.txt']?.trim() ?? '';
      const kind = title === '' ? 'fails' : 'server.mjs' in files ? 'crashes' : 'works';
      versions.set(commit, { title, kind });
      if (kind !== 'fails') tags.push(commit);
      return commit;
    },
    version(commit: string): Version {
      const version = versions.get(commit);
      if (version === undefined) throw new Error(`nobody made ${commit}`);
      return version;
    },
  };
}
