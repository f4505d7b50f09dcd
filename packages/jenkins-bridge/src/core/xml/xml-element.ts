/** An element of XML. White space between elements is not kept; comments are not either, as Jenkins does not keep them. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** What stands between its tags; empty where it has children. */
  readonly text: string;
}

/** An element with children, or with a text, or with neither. */
export function element(
  name: string,
  content: readonly XmlElement[] | string = [],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return typeof content === 'string'
    ? { name, attributes, children: [], text: content }
    : { name, attributes, children: content, text: '' };
}

/** The first child of this name. */
export function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((one) => one.name === name);
}

/** The element at the end of a path of names; undefined where one is missing. */
export function descendant(root: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce(child, root);
}
