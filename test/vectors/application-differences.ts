import type { Difference } from './difference.js';

/** Where we read Applications and their settings otherwise. */
export const applicationDifferences: readonly Difference[] = [
  {
    id: 'verification-key-late',
    program: 'argocd-image-updater',
    theirs: 'An image whose verification key cannot be read is left out from the start.',
    ours: 'The key is read when an image is about to be written, and the image is refused then.',
    reason: 'What is managed can be listed and planned without the right to read secrets.',
    switchable: false,
    vectors: { fn: 'settings.parseImageList', cases: /secret_does_not_exist/ },
  },
  {
    id: 'live-by-meaning',
    program: 'argocd-image-updater',
    theirs: 'An image is live where its name is spelled as in the status: `docker.io/nginx` is not `nginx`.',
    ours: 'An image is live where the same repository is, however it is spelled.',
    reason: 'The image would never be updated, and nothing would say why.',
    switchable: true,
  },
  {
    id: 'event-registry',
    program: 'argocd-image-updater',
    theirs: 'An image without a registry takes the events of every registry that has a repository of its name.',
    ours: 'It takes those of Docker Hub.',
    reason: 'Events of others are of other images.',
    switchable: true,
  },
  {
    id: 'chart-version-branch',
    program: 'argocd-image-updater',
    theirs:
      'Where `git-repository` is no source of the Application and the source is a chart, the version of the chart is taken for the branch.',
    ours: 'The default branch is taken.',
    reason: 'No repository has a branch of that name.',
    switchable: true,
  },
  {
    id: 'paths-of-the-written-source',
    program: 'argocd-image-updater',
    theirs:
      'Of several sources, a path is relative to the first that has overrides, and the commit goes to the repository of the one that the target is about.',
    ours: 'Both are of the source that the target is about. For a chart that takes value files from another source (`$values/…`), that one and these files.',
    reason: 'A path of one repository means nothing in another.',
    switchable: true,
  },
  {
    id: 'override-that-nobody-reads',
    program: 'argocd-image-updater',
    theirs:
      'For a chart of a Helm repository an `.argocd-source` file is committed at the root of whatever repository is given.',
    ours: 'That is refused, with a target that would work.',
    reason: 'Argo CD reads the file only beside the manifests of a source.',
    switchable: true,
  },
  {
    id: 'paths-stay-inside',
    program: 'argocd-image-updater',
    theirs: 'A write-back target may lead out of the repository by `..`.',
    ours: 'That is refused, and so is `.git`.',
    reason: 'Who may annotate an Application may not write files of the controller.',
    switchable: false,
  },
  {
    id: 'target-words',
    program: 'argocd-image-updater',
    theirs: 'Every target that begins with `kustomization` or `helmvalues` is one, `kustomization.yaml` too.',
    ours: 'The word stands alone or before a colon; anything else is a file, and a kustomization is refused as one.',
    reason: 'A file whose name begins so is a file.',
    switchable: false,
  },
  {
    id: 'two-image-updaters',
    program: 'argocd-image-updater',
    theirs: 'Several ImageUpdaters that select one Application overwrite each other.',
    ours: 'The most specific rule of all of them has it, and a finding names the others.',
    reason: 'One Application has one desired image.',
    switchable: false,
  },
  {
    id: 'annotations-alone',
    program: 'argocd-image-updater',
    theirs: 'Annotations are read only where an ImageUpdater says `useAnnotations`.',
    ours: 'They are read also where the watched namespaces have no ImageUpdater at all.',
    reason: 'Whoever has annotations and nothing else wants them read.',
    switchable: false,
  },
];
