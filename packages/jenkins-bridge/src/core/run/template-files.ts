import type { Pipeline } from '../pipeline/pipeline.js';
import { parseTagTemplate } from '../tag/tag-template.js';

/** The files that tags of a pipeline are made from. */
export function templateFiles({ publication, after }: Pick<Pipeline, 'publication' | 'after'>): readonly string[] {
  const tags = [...publication.tags, ...after.flatMap((step) => ('tags' in step ? step.tags : []))];
  const paths = tags.flatMap(({ template }) => {
    const reading = parseTagTemplate(template);
    const parts = reading.kind === 'template' ? reading.template.parts : [];
    return parts.flatMap((part) => (part.kind === 'placeholder' && part.name === 'file' ? [part.argument] : []));
  });
  return [...new Set(paths)];
}
