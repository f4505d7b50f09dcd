import { readYaml } from '@towline/shared/yaml';
import { z } from 'zod';
import { readEntries } from '../../packages/argo-updater/src/core/manifest/kustomization/kustomization-entry.js';
import { openKustomization } from '../../packages/argo-updater/src/core/manifest/kustomization/kustomization-target.js';
import { kustomizeChanges } from '../../packages/argo-updater/src/core/manifest/lists/kustomize-list.js';
import { applyListChanges } from '../../packages/argo-updater/src/core/manifest/lists/list-change.js';
import { applicationSchema } from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { filesWith, kustomizeUpdate } from './manifest-shapes.js';

const anyApplication = applicationSchema.parse({ metadata: {}, spec: { source: { repoURL: 'any' } } });

/** The text of a kustomization after updates, or why it cannot be written. */
function written(content: string, images: readonly string[]): { text: string; error: unknown } {
  const updates = images.map(kustomizeUpdate);
  const context = {
    application: anyApplication,
    images: [],
    compat: true,
    files: filesWith('kustomization.yaml', content),
  };
  const opened = openKustomization({ kind: 'kustomization', folder: '.' }, context);
  const edit = opened.kind === 'refused' ? opened : opened.value.write(updates);
  if (edit.kind === 'refused') return { text: content, error: edit.findings };
  return { text: edit.files.get('kustomization.yaml') ?? content, error: null };
}

const listSchema = z.object({ kustomize: z.object({ images: z.array(z.string()).nullish() }) });

describeVectors('kustomization-file.json', {
  'kustomize.parseOverride': driver(z.string(), (image) => {
    const { text } = written('', [image]);
    const [entry] = readEntries(readYaml(text)[0]);
    const { name, newName = '', newTag = '', digest = '' } = entry ?? { name: '' };
    return { name, newName, newTag, digest };
  }),
  'kustomize.imagesFilterOnEmpty': driver(z.array(z.string()), (images) => {
    const { text, error } = written('', images);
    return { yaml: text, error };
  }),
  'kustomize.updateFile': driver(
    z.object({ content: z.string(), images: z.array(z.string()) }),
    ({ content, images }) => {
      const { text, error } = written(content, images);
      return { content: text, error, skip: error === null && text === content };
    },
  ),
  'kustomize.mergeOverride': driver(z.object({ override: listSchema, target: listSchema }), ({ override, target }) => {
    const list = target.kustomize.images ?? [];
    const changes = kustomizeChanges(list, (override.kustomize.images ?? []).map(kustomizeUpdate), { compat: true });
    return { kustomize: { images: applyListChanges(list, changes) } };
  }),
});
