import type { XmlElement } from './xml-element.js';
import { XmlError } from './xml-error.js';

/** More than any configuration of a job has. */
const largestText = 8 * 1024 * 1024;
const deepest = 200;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<\/(?<end>[^\s<>/=]+)\s*>|<(?<start>[^\s<>/=!?]+)(?<attributes>(?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)/gy;

/**
 * Reads XML as Jenkins writes it. There are no entities but the five of XML and numbers, and no DOCTYPE: nothing outside the text is ever
 * read. Throws {@link XmlError} with the place.
 */
export function parseXml(source: string): XmlElement {
  if (source.length > largestText) throw malformed(source, 0, 'is larger than any configuration');
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  const close = ({ name, attributes, children, text }: Open): void => {
    const done = { name, attributes, children, text: children.length > 0 ? '' : text };
    const parent = stack.at(-1);
    if (parent === undefined) root = done;
    else parent.children.push(done);
  };
  const pattern = new RegExp(token);
  const text = source.replace(/^\uFEFF/, '');
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw malformed(text, at, 'is not well-formed');
    const { start, end, cdata, attributes, empty, text: between } = match.groups ?? {};
    const top = stack.at(-1);
    if (start !== undefined) {
      if (top === undefined && root !== undefined) throw malformed(text, at, 'has a second root');
      if (stack.length >= deepest) throw malformed(text, at, 'is nested too deeply');
      const opened = {
        name: start,
        attributes: readAttributes(attributes ?? '', { text, at }),
        children: [],
        text: '',
      };
      if (empty === '/') close(opened);
      else stack.push(opened);
    } else if (end !== undefined) {
      const opened = stack.pop();
      if (opened?.name !== end) throw malformed(text, at, `ends ${end}, which is not open`);
      close(opened);
    } else if (top !== undefined) {
      top.text += cdata ?? resolve(between ?? '', { text, at });
    } else if ((between ?? cdata ?? '').trim() !== '') throw malformed(text, at, 'has text outside its root');
  }
  if (root === undefined || stack.length > 0) throw malformed(text, text.length, 'ends too early');
  return root;
}

interface Place {
  readonly text: string;
  readonly at: number;
}

function readAttributes(source: string, place: Place): Readonly<Record<string, string>> {
  const pairs = [...source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(
    pairs.map(([, name = '', double, single]) => [name, resolve(double ?? single ?? '', place)]),
  );
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function resolve(source: string, { text, at }: Place): string {
  return source.replace(/\r\n?/g, '\n').replace(/&([^;&]{0,12};?)/g, (_all, reference: string) => {
    const [, hex, decimal, word] = /^(?:#x([\da-fA-F]+)|#(\d+)|(\w+));$/.exec(reference) ?? [];
    const value = word === undefined ? codePoint(hex, decimal) : named[word];
    if (value === undefined) throw malformed(text, at, 'has a reference to something that is not there');
    return value;
  });
}

function codePoint(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function malformed(text: string, at: number, what: string): XmlError {
  const line = text.slice(0, at).split('\n').length;
  return new XmlError('xml-malformed', `The XML ${what} (line ${line})`);
}
