import { importBuilt } from './built.mjs';
import { table } from './table.mjs';

const core = 'packages/jenkins-bridge/src/core';

/** docs/reference/pipeline.md: every key of a pipeline, from the schema that reads it; the placeholders of tags; what can be found wrong. */
export async function pipelinePage(root) {
  const schemaModule = await importBuilt(root, `${core}/pipeline/json-schema.ts`);
  if (schemaModule === undefined) return undefined;
  const { placeholders } = await importBuilt(root, `${core}/tag/placeholders.ts`);
  const { pipelineFindings } = await importBuilt(root, `${core}/pipeline/pipeline-finding.ts`);
  const schema = schemaModule.pipelineJsonSchema();
  const parts = Object.entries(schema.$defs).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    introduction,
    section('The pipeline', schema),
    ...parts.map(([name, part]) => section(name, part)),
    `## Placeholders of tags\n\n${placeholderTable(placeholders)}`,
    `## Findings\n\n${table(
      ['code', 'meaning'],
      Object.entries(pipelineFindings).map(([code, meaning]) => [`\`${code}\``, meaning]),
    )}`,
  ].join('\n');
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# The pipeline

The keys of \`towline.yaml\`, and of \`definePipeline()\` in TypeScript. Where a part has a \`kind\`, the kind says which other keys there are. A key without a
default may be left out unless it is **required**. Editors that know JSON Schema read \`schema/towline.schema.json\` of the package.
`;

function section(name, schema) {
  const kinds = alternativesOf(schema).filter((each) => each.$ref === undefined);
  const shared = alternativesOf(schema).filter((each) => each.$ref !== undefined);
  const also = shared.map((each) => `As well as the kinds of ${nameOf(each)}.\n`);
  return [`## ${name}\n`, ...also, ...kinds.map((each) => keysOf(each))].join('\n');
}

/** The keys of an object; a text stands alone. */
function keysOf(schema) {
  const { kind, ...properties } = schema.properties ?? {};
  const title = kind?.const === undefined ? '' : `### kind: ${kind.const}\n\n`;
  const meaning = schema.description === undefined ? '' : `${schema.description}\n`;
  if (schema.properties === undefined) return schema.type === 'string' ? 'A text.\n' : `${meaning}`;
  const byDefault = kind?.default === undefined ? '' : 'This is the kind that is meant where none is named.\n';
  const rows = rowsOf(properties, schema.required ?? [], '');
  const blank = meaning === '' && byDefault === '' ? '' : '\n';
  const keys = rows.length === 0 ? '' : `${blank}${table(['key', 'value', 'default', 'meaning'], rows)}`;
  return `${title}${meaning}${byDefault}${keys}`;
}

/** A row for each key, and for each key of what is described on the spot. */
function rowsOf(properties, required, prefix) {
  return Object.entries(properties).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const byDefault = value.default === undefined ? '' : `\`${JSON.stringify(value.default)}\``;
    const row = [
      `\`${name}\``,
      typeOf(value),
      required.includes(key) ? '**required**' : byDefault,
      value.description ?? '',
    ];
    return [row, ...nestedRows(value, name)];
  });
}

function nestedRows(value, name) {
  const [object, suffix] = value.items?.properties ? [value.items, '[]'] : [value, ''];
  if (object.$ref !== undefined) return [];
  return alternativesOf(object)
    .filter((each) => each.properties !== undefined)
    .flatMap((each) => {
      const { kind, ...properties } = each.properties;
      const mark = kind?.const === undefined ? '' : `(${kind.const})`;
      return rowsOf(properties, each.required ?? [], `${name}${suffix}${mark}.`);
    });
}

function typeOf(schema) {
  if (schema.$ref !== undefined) return nameOf(schema);
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${each}\``).join(', ');
  if (schema.oneOf !== undefined) {
    const kinds = schema.oneOf.map(({ properties }) => `\`${properties.kind.const}\``);
    return `one of the kinds ${kinds.join(', ')}`;
  }
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.type === 'object')
    return schema.additionalProperties ? `map of ${typeOf(schema.additionalProperties)}` : 'keys';
  return { string: 'text', boolean: 'yes or no', integer: 'whole number' }[schema.type] ?? schema.type;
}

function nameOf({ $ref }) {
  const name = $ref.replace('#/$defs/', '');
  return `[${name}](#${name.toLowerCase()})`;
}

function alternativesOf(schema) {
  return schema.oneOf ?? schema.anyOf ?? [schema];
}

function placeholderTable(placeholders) {
  const rows = Object.entries(placeholders).map(([name, { argument, meaning, fixed }]) => [
    `\`{${name}${argument === undefined ? '' : `:${argument}`}}\``,
    meaning,
    fixed ? 'stays' : 'may move',
  ]);
  return `${table(['placeholder', 'what it is filled with', 'a tag of it'], rows)}\nA tag without a placeholder that stays, such as \`latest\`, moves from image to image.\n`;
}
