import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { manageApplications } from '../application/manage-applications.js';
import type { ManagedApplication } from '../application/managed-application.js';
import { readApplications } from '../application/read-application.js';
import { createManifestFiles } from './manifest-files.js';
import { createManifestTree } from './manifest-tree.js';
import { writeImages } from './write-images.js';

function manage(
  type: string,
  target: string | undefined,
  more: Readonly<Record<string, string>> = {},
): ManagedApplication {
  const peer = 'argocd-image-updater.argoproj.io/';
  const keys = {
    'image-list': 'web=acme/web',
    'write-back-method': 'git',
    ...(target && { 'write-back-target': target }),
    ...more,
  };
  const annotations = Object.fromEntries(Object.entries(keys).map(([key, value]) => [peer + key, value]));
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd', annotations },
    spec: { source: { repoURL: 'https://git.example/a.git', path: '.' } },
    status: { sourceType: type },
  };
  const { applications } = readApplications(document, { kind: 'cluster' });
  const [managed] = manageApplications({ applications, imageUpdaters: [], controllerNamespace: 'argocd' }).managed;
  if (!managed) throw new Error('not managed');
  return managed;
}

/** Writes the new version into a text, as the only file of a repository. */
function write(managed: ManagedApplication, path: string, text: string): string | undefined {
  const files = createManifestFiles(createManifestTree([path]), new Map([[path, text]]));
  const edit = writeImages(
    managed,
    managed.images.map((image) => ({ image, to: { tag: '2.0.0-rc.1' } })),
    files,
  );
  if (edit.kind === 'refused') throw new Error(JSON.stringify(edit.findings));
  return edit.files.get(path);
}

const quote = fc.constantFrom('', '"', "'");
const gap = fc.constantFrom(' ', '   ', ' \t');
const trail = fc.constantFrom('', ' # acme/web:1.0.0', '   ', '\t# tag: 1.0.0');
const noise = fc.constantFrom('', '# acme/web:1.0.0', '   ', '#', '  # image: acme/web:1.0.0');
const spelling = fc.constantFrom('acme/web', 'docker.io/acme/web', 'index.docker.io/acme/web');
const lineBreak = fc.constantFrom('\n', '\r\n');
const ending = fc.constantFrom('', '\n', '\n\n', '\n# end');

/** A scalar in some style, with what stands around it on its line. */
const scalar = fc.record({ quote, gap, trail }).map(
  (style) =>
    (text: string): string =>
      `${style.gap}${style.quote}${text}${style.quote}${style.trail}`,
);

/** A text that holds an image, as a function of its version. */
type Template = (tag: string) => string;

const container = fc.record({ scalar, spelling, noise, indent: fc.constantFrom('  ', '    ', '') });
const workload: fc.Arbitrary<Template> = fc
  .record({ containers: fc.array(container, { minLength: 1, maxLength: 4 }), start: fc.boolean(), ending, lineBreak })
  .map(({ containers, start, ending, lineBreak }) => (tag) => {
    const pods = containers.map(({ scalar, spelling, noise, indent }) =>
      [
        'apiVersion: v1',
        'kind: Pod',
        'spec:',
        `${indent}  containers:`,
        noise,
        `${indent}    - name: a`,
        `${indent}      image:${scalar(`${spelling}:${tag}`)}`,
        `${indent}      args: [ "acme/web:1.0.0",x ]`,
      ].join('\n'),
    );
    return `${start ? '---\n' : ''}${pods.join('\n---\n')}${ending}`.replaceAll('\n', lineBreak);
  });

const kustomization: fc.Arbitrary<Template> = fc
  .record({ scalar, spelling, noise, first: fc.boolean(), ending, lineBreak })
  .map(({ scalar, spelling, noise, first, ending, lineBreak }) => (tag) => {
    const fields = [`name: ${spelling}`, `newTag:${scalar(tag)}`];
    const [one, two] = first ? fields : fields.toReversed();
    return `resources: [a.yaml]\n\nimages:\n${noise}\n-   ${one}\n    ${two}\n- name: other\n  newTag: '1.0.0'${ending}`.replaceAll(
      '\n',
      lineBreak,
    );
  });

const values: fc.Arbitrary<Template> = fc
  .record({
    tag: scalar,
    name: scalar,
    spelling,
    noise,
    indent: fc.constantFrom(' ', '  ', '     '),
    ending,
    lineBreak,
  })
  .map(({ tag, name, spelling, noise, indent, ending, lineBreak }) => (version) => {
    const image = `image:\n${noise}\n${indent}repository:${name(spelling)}\n${indent}tag:${tag(version)}`;
    return `a: |\n  tag: 1.0.0\n\n${image}\nb: {tag: 1.0.0}${ending}`.replaceAll('\n', lineBreak);
  });

const override: fc.Arbitrary<Template> = fc
  .record({ scalar, spelling, noise, flow: fc.boolean(), ending, lineBreak })
  .map(({ scalar, spelling, noise, flow, ending, lineBreak }) => (tag) => {
    const item = flow
      ? `- {value: "${spelling}:${tag}", name: img,forcestring: true }`
      : `- value:${scalar(`${spelling}:${tag}`)}\n    name: img\n    forcestring: true`;
    return `helm:\n  valueFiles: [x]\n  parameters:\n${noise}\n  ${item}\n  - {name: other, value: acme/web:1.0.0}${ending}`.replaceAll(
      '\n',
      lineBreak,
    );
  });

const targets: readonly [string, string, ManagedApplication, fc.Arbitrary<Template>][] = [
  ['manifests', 'pod.yaml', manage('Directory', 'manifests:*.yaml'), workload],
  ['a kustomization', 'kustomization.yaml', manage('Kustomize', 'kustomization'), kustomization],
  [
    'values',
    'values.yaml',
    manage('Helm', 'helmvalues', { 'web.helm.image-name': 'image.repository', 'web.helm.image-tag': 'image.tag' }),
    values,
  ],
  ['an override', '.argocd-source-shop.yaml', manage('Helm', undefined, { 'web.helm.image-spec': 'img' }), override],
];

describe('writing changes the version and no other byte', () => {
  it.each(targets)('of %s', (_name, path, managed, templates) => {
    fc.assert(
      fc.property(templates, (template) => {
        const expected = template('2.0.0-rc.1');
        expect(write(managed, path, template('1.0.0'))).toBe(expected);
        expect(write(managed, path, expected)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
