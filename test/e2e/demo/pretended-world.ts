import { type ChildProcess, spawn } from 'node:child_process';
import type { Alert } from '../../demo/stage/alerts.js';
import type { PushEvent } from '../../demo/stage/event-bus.js';

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

interface Build {
  readonly title: string;
  readonly kind: 'works' | 'fails' | 'crashes';
}

/** So many visits of a page whose process was killed have no answer. */
const missedVisits = 7;
/** So many visits see the flaw: a visitor who comes every 100 ms is among them, whoever else comes every 50 ms. */
const flawedVisits = 24;

/** What a made-up lab is about: repositories, tags, the page, and what becomes of them at once where everything works. */
export function createWorld(flaw: Flaw | undefined) {
  let commits = 0;
  const nextCommit = (): string => {
    commits += 1;
    return commits.toString(16).padEnd(40, '0');
  };
  const first = nextCommit();
  const builds = new Map<string, Build>([[first, { title: 'Good morning', kind: 'works' }]]);
  const tags = [first];
  let head = nextCommit();
  let titles: readonly [string, string] = ['', ''];
  let looks = 0;
  let alert: Alert | undefined;
  let flawedVisitsLeft = 0;
  let missedVisitsLeft = 0;
  let pods: readonly ChildProcess[] = [];
  const show = (title: string): void => {
    titles = [title, titles[0]];
  };
  const buildOf = (commit: string): Build => {
    const build = builds.get(commit);
    if (build === undefined) throw new Error(`nobody made ${commit}`);
    return build;
  };
  const startPod = (): ChildProcess => {
    const pod = spawn('sleep', ['600'], { stdio: 'ignore' });
    pod.once('exit', () => {
      pods = pods.map((one) => (one === pod ? startPod() : one));
    });
    return pod;
  };
  return {
    first,
    head: () => head,
    tags: () => tags,
    looks: () => looks,
    /** Everything that was pushed, as the registry tells of it. */
    pushes: (): readonly PushEvent[] => tags.map((tag) => ({ repository: 'shop/web', tag, digest: tag })),
    /** What the newest commit of the manifests changes. */
    numstat: () => (flaw === 'two lines change' ? '2\t2\tweb/kustomization.yaml' : '1\t1\tweb/kustomization.yaml'),
    /** A developer pushes. */
    commit(files: Readonly<Record<string, string>>): string {
      const commit = nextCommit();
      const title = files['title.txt']?.trim() ?? '';
      const kind = title === '' ? 'fails' : 'server.mjs' in files ? 'crashes' : 'works';
      builds.set(commit, { title, kind });
      if (kind !== 'fails') tags.push(commit);
      return commit;
    },
    /** Gives the result. */
    build(commit: string): string {
      const isMeantToFail = buildOf(commit).kind === 'fails';
      if (isMeantToFail && flaw === 'what fails is pushed') tags.push(commit);
      if (isMeantToFail && flaw === 'what fails is deployed') show('');
      if (flaw === 'the build fails') return 'FAILURE';
      return isMeantToFail && flaw !== 'what fails is built' ? 'FAILURE' : 'SUCCESS';
    },
    /** The image is written to the manifests, and deployed. */
    deploy(commit: string): void {
      const { title, kind } = buildOf(commit);
      head = nextCommit();
      if (kind === 'works') {
        show(title);
        return;
      }
      alert = { kind: 'failed', application: 'argocd/web', reason: 'it is Degraded' };
      if (flaw === 'visitors see the crash') flawedVisitsLeft = flawedVisits;
    },
    /** What people are told; the failed version is taken back meanwhile. */
    alerts(): readonly Alert[] {
      if (alert === undefined) return [];
      head = nextCommit();
      return [alert];
    },
    /** A person takes the last commit back. */
    revert(): void {
      head = nextCommit();
      show(titles[1]);
    },
    /** A person wants two processes. */
    scale(): string {
      pods = [startPod(), startPod()];
      head = nextCommit();
      return head;
    },
    /** argo-updater looks at what was reverted. */
    look(): void {
      looks += 1;
      if (flaw === 'a revert is overwritten') head = nextCommit();
    },
    /** Somebody kills the process of the page. */
    killPage(): void {
      missedVisitsLeft = missedVisits;
    },
    /** The page for one visitor; undefined where nobody answers. */
    page(): string | undefined {
      missedVisitsLeft = Math.max(missedVisitsLeft - 1, 0);
      if (missedVisitsLeft > 0) return undefined;
      flawedVisitsLeft = Math.max(flawedVisitsLeft - 1, 0);
      const title = flawedVisitsLeft > 0 ? 'Good grief' : titles[0];
      pods = [...pods.slice(1), ...pods.slice(0, 1)];
      return `<h1>${title}</h1><p>here, process ${pods[0]?.pid ?? 1}</p>`;
    },
    async stop(): Promise<void> {
      for (const pod of pods) pod.removeAllListeners('exit').kill('SIGKILL');
    },
  };
}

/** See {@link createWorld}. */
export type World = ReturnType<typeof createWorld>;
