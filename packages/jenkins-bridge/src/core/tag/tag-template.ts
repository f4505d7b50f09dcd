import { isTag } from '@towline/shared/image';
import { closestWord } from '@towline/shared/text';
import type { BuildFacts } from './build-facts.js';
import { isPlaceholderName, type Placeholder, type PlaceholderName, placeholders } from './placeholders.js';

/** One piece of a template. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: PlaceholderName; readonly argument: string };

type PlaceholderPart = Extract<TemplatePart, { readonly kind: 'placeholder' }>;

/** A tag with places to be filled in. */
export interface TagTemplate {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

/** A template, or why the text is none. */
export type TagTemplateReading =
  | { readonly kind: 'template'; readonly template: TagTemplate }
  | { readonly kind: 'refused'; readonly message: string; readonly suggestion?: string | undefined };

const longest = 128;
const piece = /\{(?<name>[^{}:]*)(?::(?<argument>[^{}]*))?\}|(?<literal>[^{}]+)|(?<brace>[{}])/g;

/** Reads the template of a tag such as `i{timestamp}-{sha8}`. What cannot become a tag is refused here, not when everything is built. */
export function parseTagTemplate(text: string): TagTemplateReading {
  const parts: TemplatePart[] = [];
  for (const match of text.matchAll(piece)) {
    const part = readPiece(match.groups ?? {});
    if (part.kind === 'refused') return part;
    parts.push(part);
  }
  const template = { text, parts };
  const message = faultOf(template);
  return message === undefined ? { kind: 'template', template } : { kind: 'refused', message };
}

/** A tag, or why there is none for this build. */
export type FilledTag =
  | { readonly kind: 'tag'; readonly tag: string }
  /** The build has no branch, or no Git tag: most have not, and it is no fault. */
  | { readonly kind: 'nothing-to-fill' }
  | { readonly kind: 'unfilled'; readonly message: string };

/** Fills a template in with what is known of a build. */
export function fillTag(template: TagTemplate, facts: BuildFacts): FilledTag {
  const pieces = template.parts.map((part) => ({
    part,
    text: part.kind === 'literal' ? part.text : behind(part).fill(facts, part.argument),
  }));
  const unknown = pieces.flatMap(({ part, text }) => (text === undefined && part.kind === 'placeholder' ? [part] : []));
  if (unknown.length > 0) {
    if (unknown.every((part) => behind(part).optional)) return { kind: 'nothing-to-fill' };
    return { kind: 'unfilled', message: `Nothing is known to fill in for ${unknown.map(printPart).join(', ')}` };
  }
  const tag = pieces.map(({ text }) => text).join('');
  if (isTag(tag)) return { kind: 'tag', tag };
  const why = tag.length > longest ? `has ${tag.length} characters, ${longest} are allowed` : 'is none';
  return { kind: 'unfilled', message: `The tag ${tag} ${why}` };
}

/** Whether a tag made from it stays on one image. Others move: `latest`, a branch. */
export function isFixed({ parts }: TagTemplate): boolean {
  return parts.some((part) => part.kind === 'placeholder' && behind(part).fixed);
}

/** Whether a tag made from it is made from the branch that is built. */
export function namesBranch({ parts }: TagTemplate): boolean {
  return parts.some((part) => part.kind === 'placeholder' && part.name === 'branch');
}

/** Whether the commit of an image can be told from a tag that was made from it. */
export function namesCommit({ parts }: TagTemplate): boolean {
  return parts.some((part) => part.kind === 'placeholder' && behind(part).commit);
}

/** Reads from tags what the template put into them: the beginning of the commit's id; undefined of a tag that was not made from it. */
export function commitReader(template: TagTemplate): (tag: string) => string | undefined {
  let named = false;
  const source = template.parts.map((part) => {
    if (part.kind === 'literal') return part.text.replace(/[.-]/g, '\\$&');
    const { form, commit } = behind(part);
    if (!commit || named) return `(?:${form})`;
    named = true;
    return `(?<commit>${form})`;
  });
  const pattern = new RegExp(`^${source.join('')}$`);
  return (tag) => pattern.exec(tag)?.groups?.commit;
}

function readPiece(groups: Readonly<Record<string, string | undefined>>): TemplatePart | RefusedReading {
  const { name, argument, literal, brace } = groups;
  if (brace !== undefined) return refused(`A ${brace} has no partner`);
  if (literal !== undefined) return readLiteral(literal);
  return readPlaceholder(name ?? '', argument);
}

function readLiteral(text: string): TemplatePart | RefusedReading {
  const odd = /[^A-Za-z0-9_.-]/.exec(text)?.[0];
  if (odd === undefined) return { kind: 'literal', text };
  if (odd === '$') return refused('A tag has no $: placeholders are written {sha}');
  return refused(`A tag has only letters, digits and _ . -, and no ${JSON.stringify(odd)}`);
}

function readPlaceholder(name: string, argument: string | undefined): TemplatePart | RefusedReading {
  if (!isPlaceholderName(name)) {
    return refused(`There is no placeholder {${name}}`, closestWord(name, Object.keys(placeholders)));
  }
  const wanted = placeholder(name).argument;
  if (wanted !== undefined && (argument ?? '') === '') return refused(`{${name}} needs a ${wanted}: {${name}:…}`);
  if (wanted === undefined && argument !== undefined) return refused(`{${name}} takes nothing after a colon`);
  return { kind: 'placeholder', name, argument: argument ?? '' };
}

function faultOf({ text, parts }: TagTemplate): string | undefined {
  if (text === '') return 'A tag is not empty';
  if (/^[.-]/.test(text)) return 'A tag does not begin with . or -';
  const least = parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : behind(part).least), 0);
  return least > longest ? `The tag has at least ${least} characters, ${longest} are allowed` : undefined;
}

type RefusedReading = Extract<TagTemplateReading, { readonly kind: 'refused' }>;

function refused(message: string, suggestion?: string): RefusedReading {
  return { kind: 'refused', message, suggestion: suggestion === undefined ? undefined : `{${suggestion}}` };
}

function behind({ name }: PlaceholderPart): Placeholder {
  return placeholder(name);
}

function placeholder(name: PlaceholderName): Placeholder {
  return placeholders[name];
}

function printPart({ name, argument }: PlaceholderPart): string {
  return argument === '' ? `{${name}}` : `{${name}:${argument}}`;
}
