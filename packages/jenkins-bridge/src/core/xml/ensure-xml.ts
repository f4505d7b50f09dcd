import { child, element, type XmlElement } from './xml-element.js';

/** What an element is to be. What is not spoken of stays as it is. */
export type Wanted =
  /** This text, and no children. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  /** These children; others stay. Where `class` differs, everything in it is of another class and is left behind. */
  | {
      readonly kind: 'fields';
      readonly name: string;
      readonly class?: string | undefined;
      readonly fields: readonly Wanted[];
      /** Only where it is there already: it is not made. */
      readonly ifThere?: boolean | undefined;
    }
  /** These children in this order and no others; what is more in one of them stays. */
  | {
      readonly kind: 'list';
      readonly name: string;
      readonly class?: string | undefined;
      readonly items: readonly Wanted[];
    }
  /** A child among others of its name, told apart by the text of one of its own children. */
  | { readonly kind: 'keyed'; readonly key: string; readonly value: string; readonly item: Wanted }
  /** No such element. */
  | { readonly kind: 'absent'; readonly name: string };

/** What differs from what is wanted. */
export interface XmlDifference {
  /** Names from the root, with slashes. */
  readonly path: string;
  /** Undefined where there is nothing. */
  readonly from: string | undefined;
  /** Undefined where it goes. */
  readonly to: string | undefined;
}

/** An element as it is wanted, and how it differs from what there was. */
export interface EnsuredXml {
  readonly root: XmlElement;
  readonly differences: readonly XmlDifference[];
}

/** Changes an element so that it is as wanted; everything else in it, and every attribute, stays. */
export function ensureXml(existing: XmlElement | undefined, wanted: Wanted): EnsuredXml {
  const differences: XmlDifference[] = [];
  const root = ensure(existing, wanted, { path: '', differences });
  if (root === undefined) throw new TypeError('a root cannot be absent');
  return { root, differences };
}

interface Place {
  readonly path: string;
  readonly differences: XmlDifference[];
}

/** Undefined where nothing is to be there. */
function ensure(existing: XmlElement | undefined, wanted: Wanted, place: Place): XmlElement | undefined {
  switch (wanted.kind) {
    case 'absent':
      if (existing !== undefined) note(place, existing.name, { from: summary(existing), to: undefined });
      return undefined;
    case 'keyed':
      return ensure(existing, wanted.item, place);
    case 'text':
      return ensureText(existing, wanted, place);
    case 'fields':
    case 'list': {
      if (existing === undefined && wanted.kind === 'fields' && wanted.ifThere === true) return undefined;
      const kept = sameClass(existing, wanted.class) ? existing : undefined;
      if (existing !== undefined && kept === undefined) {
        note(place, `${wanted.name}@class`, { from: existing.attributes.class, to: wanted.class });
      }
      const inside = { ...place, path: join(place.path, wanted.name) };
      const children =
        wanted.kind === 'list' ? ensureList(kept, wanted.items, inside) : ensureFields(kept, wanted.fields, inside);
      if (existing === undefined && children.length === 0) note(place, wanted.name, { from: undefined, to: '' });
      const attributes = kept?.attributes ?? (wanted.class === undefined ? {} : { class: wanted.class });
      return children.length === 0 && kept !== undefined
        ? { ...kept, children }
        : element(wanted.name, children, attributes);
    }
  }
}

function ensureText(
  existing: XmlElement | undefined,
  { name, text }: Extract<Wanted, { readonly kind: 'text' }>,
  place: Place,
): XmlElement {
  if (existing !== undefined && existing.children.length === 0 && existing.text === text) return existing;
  note(place, name, { from: existing === undefined ? undefined : summary(existing), to: text });
  return element(name, text, existing?.attributes ?? {});
}

function ensureFields(
  existing: XmlElement | undefined,
  fields: readonly Wanted[],
  place: Place,
): readonly XmlElement[] {
  let children = existing?.children ?? [];
  for (const wanted of fields) {
    const found = findFor(wanted, children);
    const made = ensure(found, wanted, place);
    if (found === undefined) children = made === undefined ? children : [...children, made];
    else children = children.flatMap((one) => (one === found ? (made ?? []) : one));
  }
  return children;
}

function ensureList(existing: XmlElement | undefined, items: readonly Wanted[], place: Place): readonly XmlElement[] {
  const before = existing?.children ?? [];
  const after = items.flatMap((wanted, index) => {
    const there = before[index];
    const sameName = there !== undefined && there.name === nameOf(wanted);
    return ensure(sameName ? there : undefined, wanted, { ...place, path: `${place.path}[${index + 1}]` }) ?? [];
  });
  for (const [index, gone] of before.entries()) {
    const stays = items[index] !== undefined && nameOf(items[index]) === gone.name;
    if (!stays)
      note({ ...place, path: `${place.path}[${index + 1}]` }, gone.name, { from: summary(gone), to: undefined });
  }
  return after;
}

function findFor(wanted: Wanted, children: readonly XmlElement[]): XmlElement | undefined {
  if (wanted.kind !== 'keyed') return children.find(({ name }) => name === nameOf(wanted));
  return children.find((one) => one.name === nameOf(wanted) && child(one, wanted.key)?.text === wanted.value);
}

function nameOf(wanted: Wanted): string {
  return wanted.kind === 'keyed' ? nameOf(wanted.item) : wanted.name;
}

function sameClass(existing: XmlElement | undefined, wanted: string | undefined): boolean {
  return existing !== undefined && (wanted === undefined || existing.attributes.class === wanted);
}

function note({ path, differences }: Place, name: string, change: Omit<XmlDifference, 'path'>): void {
  differences.push({ path: join(path, name), ...change });
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** The texts in an element. */
function summary({ text, children }: XmlElement): string {
  return children.length === 0
    ? text
    : children
        .map(summary)
        .filter((one) => one !== '')
        .join(', ');
}

/** A child with a text. */
export function text(name: string, value: string | number | boolean): Wanted {
  return { kind: 'text', name, text: String(value) };
}
