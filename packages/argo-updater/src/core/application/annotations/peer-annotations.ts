import type { AnnotationRow } from './annotation-spec.js';

const text = { kind: 'text' } as const;
const boolean = { kind: 'boolean' } as const;
const list = { kind: 'list' } as const;
const application = ['application'] as const;
const image = ['image'] as const;
const both = ['application', 'image'] as const;

/** The annotations of argocd-image-updater. */
export const peerAnnotations: readonly AnnotationRow[] = [
  {
    name: 'image-list',
    scopes: application,
    type: { kind: 'image-list' },
    default: '',
    meaning: 'The images to update, separated by commas: `[alias=]name[:constraint]`. Required.',
  },
  {
    name: 'write-back-method',
    scopes: application,
    type: { kind: 'write-back-method' },
    default: 'argocd',
    meaning:
      '`argocd` changes the live Application. `git` commits; `git:repocreds` takes the credentials that Argo CD has, `git:secret:[namespace/]name` those of a secret in the namespace of the Application, and `git:<scheme>://…` those behind a secret reference.',
  },
  {
    name: 'write-back-target',
    scopes: application,
    type: { kind: 'write-back-target' },
    default: '.argocd-source-<application>.yaml',
    meaning:
      'What a commit changes: `kustomization[:folder]`, `helmvalues[:file]` (several files separated by commas, the last one that has the key is changed), `application[:file]`, `manifests[:glob]`, `setters[:glob]` (values with markers of Flux), or a file. Paths are relative to the path of the source, or to the root with a leading slash.',
  },
  {
    name: 'git-branch',
    scopes: application,
    type: { kind: 'branch' },
    default: 'the revision that the source tracks',
    meaning: '`base`, `base:write` or `:write`. The write branch is a template.',
  },
  {
    name: 'git-repository',
    scopes: application,
    type: text,
    default: 'the repository of the source',
    meaning: 'The repository to commit to.',
  },
  {
    name: 'update-strategy',
    scopes: both,
    type: { kind: 'strategy' },
    default: 'semver',
    meaning:
      'How the newest image is found: `semver`, `newest-build` (`latest`), `alphabetical` (`name`), `digest`, `numerical` or `commit`.',
  },
  {
    name: 'force-update',
    scopes: both,
    type: boolean,
    default: 'false',
    meaning: 'Also update an image that is not live, such as that of a job.',
  },
  {
    name: 'allow-tags',
    scopes: both,
    type: { kind: 'tag-filter' },
    default: 'any',
    meaning: '`any`, or `regexp:` and a pattern in RE2 syntax that a tag must match somewhere.',
  },
  {
    name: 'ignore-tags',
    scopes: both,
    type: list,
    default: '',
    meaning: 'Globs of tags to leave out, separated by commas.',
  },
  {
    name: 'pull-secret',
    scopes: both,
    type: text,
    default: '',
    meaning:
      'Credentials for the registry: `pullsecret:namespace/name`, `secret:namespace/name#field`, `env:NAME`, `ext:/script`, or a secret reference.',
  },
  {
    name: 'platforms',
    scopes: image,
    type: list,
    default: '',
    meaning: 'Platforms that the image must have, separated by commas: `linux/amd64, linux/arm64`.',
  },
  {
    name: 'helm.image-name',
    scopes: image,
    type: text,
    default: 'image.name',
    meaning: 'The Helm value that holds the name of the image.',
  },
  {
    name: 'helm.image-tag',
    scopes: image,
    type: text,
    default: 'image.tag',
    meaning: 'The Helm value that holds the tag of the image.',
  },
  {
    name: 'helm.image-spec',
    scopes: image,
    type: text,
    default: '',
    meaning: 'The Helm value that holds name and tag together; the other two are not read then.',
  },
  {
    name: 'kustomize.image-name',
    scopes: image,
    type: text,
    default: 'the name of the image',
    meaning: 'The name by which the Kustomize base knows the image.',
  },
];
