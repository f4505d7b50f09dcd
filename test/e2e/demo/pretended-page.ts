import { type ChildProcess, spawn } from 'node:child_process';

/** So many visits of a page whose process was killed have no answer. */
const missedVisits = 7;
/** So many visits see a crash: a visitor who comes every 100 ms is among them, whoever else comes every 50 ms. */
const crashedVisits = 24;

/** A deployed page, and the processes behind it. */
export function createPage() {
  let titles: readonly [string, string] = ['', ''];
  let missedLeft = 0;
  let crashedLeft = 0;
  /** Where there is one process only, it is none that anybody kills. */
  let pods: readonly ChildProcess[] = [];
  const startPod = (): ChildProcess => {
    const pod = spawn('sleep', ['600'], { stdio: 'ignore' });
    pod.once('exit', () => {
      pods = pods.map((one) => (one === pod ? startPod() : one));
    });
    return pod;
  };
  return {
    /** Another version is deployed. */
    show(title: string): void {
      titles = [title, titles[0]];
    },
    /** The version before is deployed again. */
    showPrevious(): void {
      titles = [titles[1], titles[0]];
    },
    /** Two processes serve it from now on. */
    scale(): void {
      pods = [startPod(), startPod()];
    },
    /** Somebody kills the process behind it. */
    kill(): void {
      missedLeft = missedVisits;
    },
    /** A version that does not start is seen by visitors. */
    crash(): void {
      crashedLeft = crashedVisits;
    },
    /** What a visitor gets; undefined where nobody answers. */
    visit(): string | undefined {
      [missedLeft, crashedLeft] = [Math.max(missedLeft - 1, 0), Math.max(crashedLeft - 1, 0)];
      if (missedLeft > 0) return undefined;
      pods = [...pods.slice(1), ...pods.slice(0, 1)];
      return `<h1>${crashedLeft > 0 ? 'Good grief' : titles[0]}</h1><p>here, process ${pods[0]?.pid ?? 1}</p>`;
    },
    async stop(): Promise<void> {
      for (const pod of pods) pod.removeAllListeners('exit').kill('SIGKILL');
    },
  };
}
