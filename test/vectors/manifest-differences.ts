import type { Difference } from './difference.js';

/** Cases in which a file says the same and looks otherwise. */
const onlyForm = new RegExp(
  [
    'existing_doc_start_and_comment',
    'single-quoted_tag$',
    'tabs_and_4-space',
    'marshal/.*(?:Valid_Kustomize_source|Merge_images_param|#1411_-_should_not|Valid_Helm_source$)',
    'KustomizeBase_is_set|Good_commit_to_helm_override|merges_with_existing_data',
    '(?:marshal|apply)/.*(?:image-spec#02|multiple_images#02|#1584|Failed_to_setValue|Default_image-)',
    '(?:marshal|apply)/.*Image-name_value_not_found',
    'apply/.*Image-tag_value_not_found',
    'set/.*(?:Nil_source_merge_for_Helm_source_with_Helm_values_file|does_not_cause_error|via_fallback)$',
    'OracleKustomizeFile#1[17]$',
  ].join('|'),
);

/** Where we read and write manifests otherwise. */
export const manifestDifferences: readonly Difference[] = [
  {
    id: 'files-in-place',
    program: 'argocd-image-updater',
    theirs:
      'A file is written anew: blank lines, quotes, indentation and the order of parameters change, and keys of other people are dropped.',
    ours: 'Only the scalar that holds the version changes. What is new goes behind what is there, in the style of its neighbours.',
    reason: 'The file belongs to people, who review one line.',
    switchable: false,
    vectors: {
      fn: ['writeback.marshal', 'helmvalues.apply', 'helmvalues.set', 'kustomize.updateFile'],
      cases: onlyForm,
    },
  },
  {
    id: 'unreadable-override',
    program: 'argocd-image-updater',
    theirs: 'An override file that it cannot read, as one with a `%YAML` line, is replaced, with all that was in it.',
    ours: 'One that is no YAML is refused with its line; one with a `%YAML` line is read.',
    reason: 'A slip of the pen must not cost what else is in the file.',
    switchable: false,
    vectors: {
      fn: 'writeback.marshal',
      cases: /Invalid_unmarshal|after_a_leading_YAML_directive|does_not_treat_an_indented_marker/,
    },
  },
  {
    id: 'no-empty-list',
    program: 'argocd-image-updater',
    theirs: 'An empty list of parameters is written where none is managed, which hides those of the Application.',
    ours: 'Where there is nothing to say, nothing is written.',
    reason: 'An empty list deletes what other people set.',
    switchable: false,
    vectors: { fn: 'writeback.marshal', cases: /Empty_originalData/ },
  },
  {
    id: 'file-from-update',
    program: 'argocd-image-updater',
    theirs:
      'A file gets what the source of the Application says after the update; keys that it lacks get the version that runs, or nothing.',
    ours: 'A file gets the update: every key of the image that is updated, and no other.',
    reason: 'The version that runs is no wish of anybody.',
    switchable: false,
    vectors: {
      fn: 'writeback.marshal',
      cases: /Image-tag_value_not_found|with_nil_Helm_writes_custom|Helm_hack_preserved/,
    },
  },
  {
    id: 'null-section',
    program: 'argocd-image-updater',
    theirs: 'In values, a section without a value (`image:`) is an error.',
    ours: 'It is filled.',
    reason: 'To Helm it is an empty map.',
    switchable: false,
    vectors: { fn: ['writeback.marshal', 'helmvalues.set'], cases: /helmvalues_image_is_null$/ },
  },
  {
    id: 'list-from-nothing',
    program: 'argocd-image-updater',
    theirs: 'Where values have no list `a`, the key `a[0].x` makes a key that is called `a[0]`.',
    ours: 'It is refused.',
    reason: 'No chart reads a key of that name.',
    switchable: false,
    vectors: { fn: 'helmvalues.set', cases: /OracleHelmValues#13$/ },
  },
  {
    id: 'comment-only-kustomization',
    program: 'argocd-image-updater',
    theirs: 'A kustomization with nothing but comments is an error.',
    ours: 'It gets its `images`.',
    reason: 'It says what is wanted.',
    switchable: false,
    vectors: { fn: 'kustomize.updateFile', cases: /OracleKustomizeFile#13$/ },
  },
  {
    id: 'override-hides',
    program: 'argocd-image-updater',
    theirs:
      'A new list in an override file hides the parameters and images of the Application, and those of `.argocd-source.yaml`, that are not managed.',
    ours: 'It begins with what it would hide.',
    reason: 'Argo CD lays the file over the source as a merge patch, which replaces lists whole.',
    switchable: true,
  },
  {
    id: 'names-by-meaning',
    program: 'argocd-image-updater',
    theirs:
      'In lists of Kustomize images, `nginx` and `docker.io/library/nginx` are two images, and a name is written anew with its version.',
    ours: 'They are one, also where a `newName` makes it; the name stays as it is spelled, a mirror included.',
    reason: 'Kustomize goes by the spelling in the manifests, which whoever wrote the entry knew.',
    switchable: true,
  },
  {
    id: 'usual-name-key',
    program: 'argocd-image-updater',
    theirs: '`image.name` is written beside `image.tag` also where nobody named it and nothing has it.',
    ours: 'A tag that stands alone gets no name.',
    reason: 'The chart knows its image, or calls the key otherwise.',
    switchable: true,
  },
  {
    id: 'one-place-one-version',
    program: 'argocd-image-updater',
    theirs: 'Of two images that are written to one place, the last one is left.',
    ours: 'They are refused where their versions differ.',
    reason: 'What is deployed would depend on the order of a list.',
    switchable: true,
  },
  {
    id: 'live-patch',
    program: 'argocd-image-updater',
    theirs: 'The whole spec of a live Application is sent back, again after a conflict.',
    ours: 'The values that change are, with the resourceVersion that was read; after a conflict the Application is read and planned again.',
    reason: 'What somebody else has just changed stays.',
    switchable: false,
  },
];
