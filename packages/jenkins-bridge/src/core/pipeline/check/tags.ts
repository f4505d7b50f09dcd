import { canMove } from '../../tag/can-move.js';
import { isFixed, namesCommit, parseTagTemplate, type TagTemplate } from '../../tag/tag-template.js';
import type { PublishedTag } from '../model/publication.js';
import { errorAt, type PipelineFinding, type PipelinePath, warningAt } from '../pipeline-finding.js';
import { checkOf } from './check.js';

interface ReadTag {
  readonly path: PipelinePath;
  readonly template: TagTemplate;
}

/** Every tag is given once. */
export const uniqueTags = checkOf(['publication'], ({ publication }) =>
  repeatedTags(['publication', 'tags'], publication.tags),
);

/** The same, of what follows the publication. */
export const uniqueTagsAfter = checkOf(['after'], ({ after }) =>
  after.flatMap((step, index) =>
    step.kind === 'retag' || step.kind === 'copy' ? repeatedTags(['after', index, 'tags'], step.tags) : [],
  ),
);

/** A tag that moves has one beside it that names the commit, a repository that lets it move, and the history to tell what is newer. */
export const movingTags = checkOf(['publication', 'source'], ({ publication, source }) => {
  const read = readTags(['publication', 'tags'], publication.tags);
  const moving = read.filter(({ template }) => !isFixed(template));
  const named = read.some(({ template }) => namesCommit(template));
  return moving.flatMap(({ path, template }) => [
    ...(named
      ? []
      : [{ ...errorAt(path, 'tag-without-commit', 'No tag beside it names the commit'), expected: '{sha} too' }]),
    ...immutableFindings({ path, template }, publication.mutability),
    ...(source.depth === undefined
      ? []
      : [
          {
            ...warningAt(path, 'tag-shallow', `It stays where it is, since only ${source.depth} commits are fetched`),
            expected: 'no source.depth',
          },
        ]),
  ]);
});

function immutableFindings(
  { path, template }: ReadTag,
  mutability: Parameters<typeof canMove>[0],
): readonly PipelineFinding[] {
  const isLiteral = template.parts.every(({ kind }) => kind === 'literal');
  const mayMove = isLiteral
    ? canMove(mutability, template.text)
    : mutability.kind === 'mutable' || mutability.except.length > 0;
  if (mayMove) return [];
  const finding = warningAt(path, 'tag-immutable', 'The repository does not let it move, so it is not pushed');
  return [
    { ...finding, expected: mutability.kind === 'immutable' ? 'it among publication.mutability.except' : undefined },
  ];
}

function repeatedTags(path: PipelinePath, tags: readonly PublishedTag[]): readonly PipelineFinding[] {
  const texts = tags.map(({ template }) => template);
  return texts.flatMap((text, index) =>
    texts.indexOf(text) === index
      ? []
      : [errorAt([...path, index, 'template'], 'tag-twice', `${text} stands above already`)],
  );
}

function readTags(path: PipelinePath, tags: readonly PublishedTag[]): readonly ReadTag[] {
  return tags.flatMap(({ template: text }, index) => {
    const reading = parseTagTemplate(text);
    return reading.kind === 'template' ? [{ path: [...path, index, 'template'], template: reading.template }] : [];
  });
}
