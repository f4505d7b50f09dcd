import type { ManagedApplication } from '../../application/managed-application.js';
import type { ImageUpdate } from '../image-site.js';
import type { ListChange } from '../lists/list-change.js';
import { inlineLists, listPaths, type SectionItem, type SectionName, type SourceLists } from '../lists/section.js';
import { changeSections, type SectionChanges } from '../lists/section-image.js';
import { type Attempt, done } from '../manifest-finding.js';
import { type LiveSource, liveSource } from './live-target.js';

/** One operation of a JSON Patch (RFC 6902). */
export interface PatchOperation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/**
 * The JSON Patch that writes versions into a live Application, empty where it says them already. It names the resourceVersion that was read,
 * so that the API server refuses it (409) where somebody else has changed the Application; and single items, where a merge patch would have
 * to send back whole lists of sources, with fields in them that are not ours.
 */
export function argocdPatch(
  managed: ManagedApplication,
  updates: readonly ImageUpdate[],
): Attempt<readonly PatchOperation[]> {
  const { application, compat, writeTarget } = managed;
  if (writeTarget.kind !== 'argocd') throw new TypeError('Only the method argocd patches an Application');
  const live = liveSource(managed, writeTarget);
  if (live.kind === 'refused') return live;
  const lists = inlineLists(live.value.source);
  const changes = changeSections(lists, updates, { type: live.value.type, compat, live: true, at: 'spec.source' });
  if (changes.kind === 'refused') return changes;
  const operations = sectionOperations(live.value, lists, changes.value);
  const { origin } = application;
  if (operations.length === 0 || origin.kind !== 'cluster') return done(operations);
  return done([
    { op: 'replace', path: pointer(['metadata', 'resourceVersion']), value: origin.resourceVersion },
    ...operations,
  ]);
}

function sectionOperations(
  { path, source }: LiveSource,
  lists: SourceLists,
  { helm, plugin, kustomize }: SectionChanges,
): readonly PatchOperation[] {
  const place = (section: SectionName): ListPlace => ({
    section: [...path, section],
    list: [...path, ...listPaths[section]],
    hasSection: source[section] !== undefined,
    length: lists[section]?.length ?? 0,
  });
  return [
    ...listOperations(place('helm'), helm, (at, item) => itemOperations(at, lists.helm?.[at.index], item)),
    ...listOperations(place('plugin'), plugin, (at, item) => itemOperations(at, lists.plugin?.[at.index], item)),
    ...listOperations(place('kustomize'), kustomize, ({ path: at, index }, item) =>
      lists.kustomize?.[index] === item ? [] : [{ op: 'replace', path: pointer(at), value: item }],
    ),
  ];
}

interface ListPlace {
  readonly section: readonly (string | number)[];
  readonly list: readonly (string | number)[];
  readonly hasSection: boolean;
  /** Of the list as it is. */
  readonly length: number;
}

interface ItemPlace {
  readonly path: readonly (string | number)[];
  readonly index: number;
}

function listOperations<Item>(
  { section, list, hasSection, length }: ListPlace,
  changes: readonly ListChange<Item>[],
  change: (place: ItemPlace, item: Item) => readonly PatchOperation[],
): readonly PatchOperation[] {
  if (changes.length === 0) return [];
  // An empty list may just as well be absent.
  if (length === 0) {
    const items = changes.map(({ item }) => item);
    return hasSection
      ? [{ op: 'add', path: pointer(list), value: items }]
      : [{ op: 'add', path: pointer(section), value: { [String(list.at(-1))]: items } }];
  }
  return changes.flatMap((one) =>
    one.kind === 'append'
      ? [{ op: 'add', path: pointer([...list, '-']), value: one.item } as const]
      : change({ path: [...list, one.index], index: one.index }, one.item),
  );
}

function itemOperations(
  { path }: ItemPlace,
  now: SectionItem | undefined,
  item: SectionItem,
): readonly PatchOperation[] {
  const value =
    now?.value === item.value ? [] : ([{ op: 'add', path: pointer([...path, 'value']), value: item.value }] as const);
  const needsForce = item.forceString === true && now?.forceString !== true;
  return [
    ...value,
    ...(needsForce ? ([{ op: 'add', path: pointer([...path, 'forceString']), value: true }] as const) : []),
  ];
}

/** A JSON Pointer (RFC 6901). */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
