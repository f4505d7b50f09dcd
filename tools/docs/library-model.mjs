import { importBuilt } from './built.mjs';

const core = 'packages/jenkins-bridge/src/core';

/**
 * packages/jenkins-bridge/library/resources/dev/towline/model.json: what the Shared Library knows of a pipeline. It is the schema itself, without
 * TypeScript: keys, defaults and rules with their messages; and what tags are made from.
 */
export async function libraryModel(root) {
  const pipeline = await importBuilt(root, `${core}/pipeline/pipeline.ts`);
  if (pipeline === undefined) return undefined;
  const { placeholders } = await importBuilt(root, `${core}/tag/placeholders.ts`);
  const { leaveReasons } = await importBuilt(root, `${core}/publish/publication-plan.ts`);
  const { abilities } = await importBuilt(root, `${core}/pipeline/check/builders.ts`);
  const outline = { rules: [], parts: {} };
  outline.root = nodeOf(pipeline.pipelineSchema, outline);
  const { root: start, rules, parts } = outline;
  return linesOf({ root: start, parts, rules, placeholders, leaveReasons, abilities });
}

/** JSON with a line for each entry of each table. */
function linesOf(tables) {
  const sections = Object.entries(tables).map(([name, table]) => {
    const lines = Array.isArray(table)
      ? table.map((each) => JSON.stringify(each))
      : Object.entries(table).map(([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`);
    const [open, close] = Array.isArray(table) ? '[]' : '{}';
    return `${JSON.stringify(name)}: ${open}\n${lines.join(',\n')}\n${close}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}

/** A part of the schema as plain data. One that has an id is kept among the parts, so that it stands there once. */
function nodeOf(schema, outline) {
  const id = schema.meta()?.id;
  if (id === undefined) return describe(schema, outline);
  if (outline.parts[id] === undefined) {
    outline.parts[id] = {};
    Object.assign(outline.parts[id], describe(schema, outline));
  }
  return { type: 'part', name: id };
}

const describers = {
  string: (def, outline) => ({ type: 'text', rules: rulesOf(def, outline) }),
  boolean: () => ({ type: 'truth' }),
  number: (def) => ({ type: 'count', ...limitsOf(def) }),
  enum: (def) => ({ type: 'word', words: Object.values(def.entries) }),
  literal: (def) => ({ type: 'word', words: def.values }),
  array: (def, outline) => ({ type: 'list', of: nodeOf(def.element, outline), rules: rulesOf(def, outline) }),
  record: (def, outline) => ({
    type: 'record',
    key: nodeOf(def.keyType, outline),
    value: nodeOf(def.valueType, outline),
  }),
  object: (def, outline) => ({
    type: 'object',
    keys: Object.entries(def.shape).map(([name, schema]) => ({ name, ...keyOf(schema, outline) })),
    rules: rulesOf(def, outline),
  }),
  union: (def, outline) =>
    def.discriminator === undefined
      ? shortOf(def, outline)
      : { type: 'kinds', of: def.options.map((option) => nodeOf(option, outline)) },
};

function describe(schema, outline) {
  const { def } = schema._zod;
  const describer = describers[def.type];
  if (describer === undefined) throw new Error(`The Shared Library cannot be told of a schema of type ${def.type}`);
  return describer(def, outline);
}

/** What an object says of one of its keys: whether it may be left out, what it is then, and what it is for. */
function keyOf(schema, outline) {
  const { def } = schema._zod;
  if (def.type === 'optional') return { optional: true, node: nodeOf(def.innerType, outline) };
  if (def.type === 'prefault' || def.type === 'default') {
    return { default: def.defaultValue, node: nodeOf(def.innerType, outline) };
  }
  return { meaning: schema.description, node: nodeOf(schema, outline) };
}

/** A union of a text and an object: the text stands for an object with that text under one of its keys. */
function shortOf({ options: [text, whole] }, outline) {
  let pipe = text._zod.def;
  while (pipe.in?._zod.def.type === 'pipe') pipe = pipe.in._zod.def;
  const sample = pipe.out._zod.def.transform('text');
  const key = Object.keys(sample).find((name) => sample[name] === 'text');
  return { type: 'short', key, kind: sample.kind, of: nodeOf(whole, outline) };
}

function limitsOf(def) {
  const [limit] = (def.checks ?? []).map((check) => check._zod.def);
  return limit === undefined ? {} : { minimum: limit.value, inclusive: limit.inclusive };
}

/** Rules that the schema has as code, told so that Java can follow them: by a pattern, or by a name that the library knows. */
const rulesInCode = {
  'is not relative to the checkout': { pattern: '^(?!/)(?![A-Za-z]:)' },
  'leaves the checkout': { pattern: '^(?!(?:.*[\\\\/])?\\.\\.(?:[\\\\/]|\\z))' },
  'has a user or a secret in it: name a credential instead': { pattern: '^(?!https?://[^/]*@)' },
  'is not a duration of a second or more, such as 90s, 30m or 1h30m': { name: 'duration' },
};

/** The rules of a value, as places in the table of all of them. */
function rulesOf(def, outline) {
  return (def.checks ?? []).map((check) => placeOf(ruleOf(check._zod.def, def.type), outline.rules));
}

function ruleOf({ check, error, minimum, maximum, pattern }, type) {
  const message = error?.({});
  if (check === 'min_length') return { message, least: minimum };
  if (check === 'max_length') return { message, most: maximum };
  if (check === 'string_format') return { message, pattern: pattern.source.replace(/\$$/, '\\z') };
  if (check === 'custom' && message === undefined) return { name: type === 'string' ? 'tag-template' : 'conditions' };
  const rule = rulesInCode[message];
  if (rule === undefined) throw new Error(`The Shared Library does not know the rule that a value ${message}`);
  return { message, ...rule };
}

function placeOf(rule, rules) {
  const found = rules.findIndex((each) => JSON.stringify(each) === JSON.stringify(rule));
  return found < 0 ? rules.push(rule) - 1 : found;
}
