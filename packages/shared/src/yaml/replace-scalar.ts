import { CST, isScalar, type Node, Scalar } from 'yaml';
import { lineBreakOf } from './lines.js';
import { isEmptyValue, type Search, scalarText } from './locate.js';
import { rangeOf } from './parse-text.js';
import { isBlock, styleOf, styleOfDocument } from './scalar-style.js';
import { renderScalar } from './scalar-text.js';
import { fillGap, type Splice } from './splice.js';
import type { YamlScalar } from './yaml-path.js';

/** A scalar to be replaced. */
export interface Replacement {
  readonly node: Node;
  readonly value: YamlScalar;
  /** Whether it stands in a flow collection, where fewer characters may go unquoted. */
  readonly flow: boolean;
}

const stringTag = 'tag:yaml.org,2002:str';

/** The splice that gives a scalar its new value in its old style; undefined where it says that already. */
export function replaceScalar(search: Search, { node, value, flow }: Replacement): Splice | undefined {
  if (!isScalar(node)) throw search.refuse(node, 'yaml-not-a-scalar', 'The value is a map or a list');
  if (says(node, value)) return undefined;
  if (node.tag !== undefined && (node.tag !== stringTag || typeof value !== 'string')) {
    throw search.refuse(node, 'yaml-tag', `The value has the tag ${node.tag}`);
  }
  const { text } = search.parsed;
  const [start, end] = rangeOf(node);
  if (isEmptyValue(node)) return fillGap(text, start, renderScalar(value, 'plain', flow));
  const blockText = isBlock(node) ? renderBlock(node, value, text) : undefined;
  const style = typeof node.value === 'string' ? styleOf(node) : styleOfDocument(search);
  return { start, end, text: blockText ?? renderScalar(value, style, flow) };
}

/** Spelled the same is the same: a `1.10` without quotes is not touched for `1.10`, although it reads as a number. */
function says(node: Scalar, value: YamlScalar): boolean {
  return typeof value === 'string' ? scalarText(node) === value && !isEmptyValue(node) : node.value === value;
}

/** A block with the same header comment and indentation; a quoted scalar in its place where a block cannot say it. */
function renderBlock(node: Scalar, value: YamlScalar, text: string): string {
  const token = node.srcToken;
  const props = token !== undefined && CST.isScalar(token) && token.type === 'block-scalar' ? token.props : [];
  const source = token !== undefined && 'source' in token ? token.source : '';
  const header = props.find((prop) => prop.type === 'block-scalar-header');
  const comment = props
    .flatMap((prop) => ('source' in prop && (prop.type === 'space' || prop.type === 'comment') ? [prop.source] : []))
    .join('');
  const indent = /^[ ]+(?=[^\s])/m.exec(source)?.[0];
  const lineBreak = lineBreakOf(text);
  const end = /[\r\n]$/.test(source) ? lineBreak : '';
  if (indent === undefined || header === undefined || typeof value !== 'string' || !fitsBlock(value)) {
    return renderScalar(value, 'double', false) + comment + end;
  }
  const lines = value.replace(/\n$/, '').split('\n');
  const sign = lines.length === 1 && node.type === Scalar.BLOCK_FOLDED ? '>' : '|';
  const chomp = value.endsWith('\n') ? '' : '-';
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(lineBreak);
  return sign + chomp + comment + lineBreak + body + end;
}

/** Whether a block without indentation or keep indicators says exactly this. */
function fitsBlock(value: string): boolean {
  return /^[^\s]/.test(value) && !value.endsWith('\n\n') && !/[^\P{Cc}\n\t]/u.test(value);
}
