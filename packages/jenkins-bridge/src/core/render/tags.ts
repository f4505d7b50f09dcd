import type { Mutability, PublishedTag } from '../pipeline/model/publication.js';
import { canMove } from '../tag/can-move.js';
import type { PlaceholderName } from '../tag/placeholders.js';
import { isFixed, namesBranch, namesCommit, parseTagTemplate, type TagTemplate } from '../tag/tag-template.js';
import { conditionExpression } from './conditions.js';
import type { Context } from './context.js';
import { expression, type GroovyText, groovyLine, groovyString, groovyText } from './groovy-text.js';

/** A tag of the publication, as code. */
export interface RenderedTag {
  readonly template: TagTemplate;
  /** What the tag is made of. */
  readonly text: GroovyText;
  /** Where the code of the text does more than to read what is known, and belongs before everything that is pushed. */
  readonly computed: boolean;
  /** Code of its condition, which also fails where a build has no branch or no Git tag to make it from. */
  readonly condition: string | undefined;
  readonly kind: 'fixed' | 'moving';
  /** Whether it is made from the branch that is built, so that it follows this one. */
  readonly ofBranch: boolean;
  readonly namesCommit: boolean;
}

/** Renders tags, in their order. */
export function renderTags(tags: readonly PublishedTag[], context: Context): readonly RenderedTag[] {
  return tags.map(({ template: text, when }) => {
    const template = templateOf(text);
    const needed = template.parts.flatMap((part) => (part.kind === 'literal' ? [] : (optionalParts[part.name] ?? [])));
    const gate = conditionExpression(when, context);
    const conditions = [
      ...needed,
      ...(gate === undefined ? [] : [needed.length > 0 && gate.includes('||') ? `(${gate})` : gate]),
    ];
    return {
      template,
      text: template.parts.map((part) => (part.kind === 'literal' ? part.text : filled(part, context))),
      computed: template.parts.some((part) => part.kind === 'placeholder' && !(part.name in known)),
      condition: conditions.length === 0 ? undefined : conditions.join(' && '),
      kind: isFixed(template) ? 'fixed' : 'moving',
      ofBranch: namesBranch(template),
      namesCommit: isFixed(template) && namesCommit(template),
    };
  });
}

/** Whether a tag can be moved once it is there: so it is, it is not, or code tells by its name. */
export function movability({ kind, except }: Mutability, { template, text }: RenderedTag): boolean | CodeOfChoice {
  if (template.parts.every((part) => part.kind === 'literal')) return canMove({ kind, except }, template.text);
  const fitting = except.filter((filter) => mayMatch(filter, template));
  if (fitting.length === 0) return kind === 'mutable';
  const filters = fitting.map((filter) => filter.replace(/\./g, '[.]').replace(/\*/g, '.*')).join('|');
  const excepted = `${groovyText(text)}.matches(${groovyString(filters)})`;
  return kind === 'mutable' ? { yes: `!${excepted}`, no: excepted } : { yes: excepted, no: `!${excepted}` };
}

/** Whether a filter could match a tag that is made from a template: not where it asks for characters that no such tag has. */
function mayMatch(filter: string, { parts }: TagTemplate): boolean {
  const isFree = parts.some((part) => part.kind === 'placeholder' && !(part.name in known));
  const literal = parts.map((part) => (part.kind === 'literal' ? part.text : '0123456789abcdef')).join('');
  return isFree || [...filter].every((character) => character === '*' || literal.includes(character));
}

/** Code that tells whether something is so, and code that tells whether it is not. */
export interface CodeOfChoice {
  readonly yes: string;
  readonly no: string;
}

function templateOf(text: string): TagTemplate {
  const reading = parseTagTemplate(text);
  return reading.kind === 'template' ? reading.template : { text, parts: [{ kind: 'literal', text }] };
}

/** What the first stage has found out. */
const known: Readonly<Partial<Record<PlaceholderName, string>>> = Object.freeze({
  sha: 'env.TOWLINE_REVISION',
  shortSha: 'env.TOWLINE_REVISION.substring(0, 7)',
  sha8: 'env.TOWLINE_REVISION.substring(0, 8)',
  timestamp: 'env.TOWLINE_TIMESTAMP',
  date: "env.TOWLINE_CREATED.substring(0, 10).replace('-', '')",
  buildNumber: 'env.BUILD_NUMBER',
});

/** What must hold for there to be something to fill in. */
const optionalParts: Readonly<Partial<Record<PlaceholderName, readonly string[]>>> = Object.freeze({
  branch: ['env.CHANGE_ID == null', 'env.TAG_NAME == null'],
  tag: ['env.TAG_NAME != null'],
});

type Placeholder = Extract<TagTemplate['parts'][number], { readonly kind: 'placeholder' }>;

function filled({ name, argument }: Placeholder, context: Context): { readonly expression: string } {
  const ready = known[name];
  if (ready !== undefined) return expression(ready);
  const printed = groovyLine(argument === '' ? `{${name}}` : `{${name}:${argument}}`);
  return expression(`${context.use('tagPart')}(${sourceOf(name, argument)}, ${printed})`);
}

function sourceOf(name: PlaceholderName, argument: string): string {
  switch (name) {
    case 'branch':
      return 'env.BRANCH_NAME';
    case 'tag':
      return 'env.TAG_NAME';
    case 'describe':
      return 'env.TOWLINE_VERSION';
    case 'file':
      return `readFile(${groovyLine(argument)})`;
    default:
      return `env.${groovyLine(argument)}`;
  }
}
