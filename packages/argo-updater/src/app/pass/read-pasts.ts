import type { FileHistoryEntry } from '@towline/shared/ports';
import { pastCommit } from '../../core/hold/past.js';
import { type FileState, pastsOf } from '../../core/hold/pasts-of.js';
import { type RelevantHistory, relevantHistory } from '../../core/hold/relevant-history.js';
import { targetFiles } from '../../core/manifest/files-to-read.js';
import type { ApplicationFacts } from '../../core/plan/plan-input.js';
import type { Job } from './delivery.js';
import type { OpenWorksite } from './manifest-branches.js';
import type { GatherOptions, Waiting } from './ports.js';

/** How many changes of the files are looked at. */
const commitsAtMost = 30_000;

/** An Application whose past is asked for, and which states of its branch matter. */
export interface PastQuestion {
  readonly facts: ApplicationFacts;
  /** Of those that changed one of its files, the newest first. None of them, and its past is not read. */
  readonly choose: (entries: readonly FileHistoryEntry[]) => RelevantHistory;
}

interface Member {
  readonly facts: ApplicationFacts;
  readonly files: readonly string[];
  readonly history: readonly FileHistoryEntry[];
}

/**
 * What the places of Applications that are about to change held before, where somebody else than us has changed them: their facts with it.
 */
export function readHolds(
  site: OpenWorksite,
  jobs: readonly Job[],
  options: Waiting & Pick<GatherOptions, 'emails'>,
): Promise<ReadonlyMap<ApplicationFacts, ApplicationFacts>> {
  const questions = jobs.flatMap(({ facts, plan }): readonly PastQuestion[] => {
    const images = plan.images.flatMap((image) => (image.kind === 'change' ? [image.image.name] : []));
    const { application, compat } = facts.managed;
    if (images.length === 0 || compat) return [];
    const { emails } = options;
    return [{ facts, choose: (entries) => relevantHistory(entries, { application, images, emails }) }];
  });
  return readPasts(site, questions, options);
}

/** The facts of Applications with their past. One log of the branch, and one batch of the contents that differ. */
export async function readPasts(
  site: OpenWorksite,
  questions: readonly PastQuestion[],
  { emails, signal }: Waiting & Pick<GatherOptions, 'emails'>,
): Promise<ReadonlyMap<ApplicationFacts, ApplicationFacts>> {
  const { repository, snapshot, branch } = site;
  if (snapshot.commit === undefined) return new Map();
  const asked = questions.map((question) => {
    return { ...question, files: targetFiles(question.facts.managed.writeTarget, branch.tree) };
  });
  const paths = [...new Set(asked.flatMap(({ files }) => files))];
  const isEnough = (log: readonly FileHistoryEntry[]): boolean => {
    const entriesOf = byPath(log);
    return asked.every(({ files, choose }) => choose(entriesOf(files)).isComplete);
  };
  const log = await repository.changes({ from: snapshot.commit, paths, limit: commitsAtMost, isEnough, signal });
  const entriesOf = byPath(log);
  const members = asked.flatMap(({ facts, files, choose }): readonly Member[] => {
    const { entries: history } = choose(entriesOf(files));
    return history.length === 0 ? [] : [{ facts, files, history }];
  });
  const contentOf = await readContents(site, members, { signal });
  return new Map(
    members.map(({ facts, files, history }) => {
      const states = statesOf({ site, files, history, emails, contentOf });
      const pasts = pastsOf(facts.managed, { tree: branch.tree, states });
      const images = facts.images.map((image, index) => ({ ...image, past: pasts[index] ?? [] }));
      return [facts, { ...facts, images }];
    }),
  );
}

/** The entries that changed one of some files, in their order. */
function byPath(log: readonly FileHistoryEntry[]): (files: readonly string[]) => readonly FileHistoryEntry[] {
  const indexes = new Map<string, number[]>();
  for (const [index, { paths }] of log.entries()) {
    for (const path of paths) {
      const known = indexes.get(path);
      if (known) known.push(index);
      else indexes.set(path, [index]);
    }
  }
  return (files) => {
    const found = new Set(files.flatMap((file) => indexes.get(file) ?? []));
    return [...found].sort((one, other) => one - other).flatMap((index) => log[index] ?? []);
  };
}

type ContentOf = (entry: FileHistoryEntry, path: string) => string | undefined;

/** The contents that files had before each entry. */
async function readContents(
  { repository }: OpenWorksite,
  members: readonly Member[],
  { signal }: Waiting,
): Promise<ContentOf> {
  const versions = new Map<string, { readonly commit: FileHistoryEntry['commit']['sha']; readonly path: string }>();
  for (const { files, history } of members) {
    for (const { commit, paths } of history) {
      const [parent] = commit.parents;
      if (parent === undefined) continue;
      for (const path of paths) {
        if (files.includes(path)) versions.set(`${commit.sha} ${path}`, { commit: parent, path });
      }
    }
  }
  const contents = versions.size === 0 ? [] : await repository.filesAt([...versions.values()], { signal });
  const decoder = new TextDecoder();
  const texts = new Map([...versions.keys()].map((key, index) => [key, contents[index]] as const));
  return ({ commit }, path) => {
    const bytes = texts.get(`${commit.sha} ${path}`);
    return bytes && decoder.decode(bytes);
  };
}

interface StatesQuestion extends Pick<Member, 'files' | 'history'> {
  readonly site: OpenWorksite;
  readonly emails: readonly string[];
  readonly contentOf: ContentOf;
}

/** The files as each entry left them, the newest first, and as they were before all of them. */
function statesOf({ site, files, history, emails, contentOf }: StatesQuestion): readonly FileState[] {
  let contents = new Map(files.map((path) => [path, site.branch.files.get(path)]));
  const states: FileState[] = [];
  for (const entry of history) {
    states.push({ by: pastCommit(entry.commit, emails), contents });
    contents = new Map(contents);
    for (const path of entry.paths) if (contents.has(path)) contents.set(path, contentOf(entry, path));
  }
  return [...states, { by: unknownCommit, contents }];
}

/** Who made the oldest state nobody asks: it is only what others are held against. */
const unknownCommit = { sha: '', author: '', isUpdate: true };
