import { argocdName, parseArgocdImage } from '@towline/shared/image';
import { readYaml, type YamlDocument } from '@towline/shared/yaml';
import { ownKey, peerKey } from '../core/application/annotations/annotation-key.js';
import { editAnnotations } from '../core/application/annotations/edit-annotations.js';
import { type Application, type ApplicationSource, applicationKey } from '../core/application/application.js';
import { type Finding, hasErrors } from '../core/application/finding.js';
import { lintApplication } from '../core/application/lint/lint-application.js';
import { readApplications } from '../core/application/read-application.js';
import { InitError } from './init-error.js';

/** What is to be said about an Application. What is absent is not written. */
export interface InitAnswers {
  /** `[alias=]name[:constraint]`, at least one. */
  readonly images: readonly string[];
  readonly strategy?: string | undefined;
  readonly allowTags?: string | undefined;
  readonly method: string;
  readonly target?: string | undefined;
  readonly branch?: string | undefined;
  readonly pullRequest?: string | undefined;
}

/** Which manifest gets the annotations. */
export interface InitRequest {
  readonly file: string;
  readonly text: string;
  /** Which Application of the file; needed where it has several. */
  readonly application?: string | undefined;
  /** Whether annotations that are there may be replaced. */
  readonly replace: boolean;
  readonly answers: InitAnswers;
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
}

/** The manifest with its annotations, and what the linter says about them. */
export interface InitResult {
  readonly application: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** The text that came in, where it says all of it already. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** An Application of a file, and the images that its manifest names already. */
export interface InitTarget {
  readonly application: string;
  readonly images: readonly string[];
}

/** The Application of a file that annotations would be written to. Throws an {@link InitError} where there is not exactly one. */
export function findInitTarget({
  file,
  text,
  application,
}: Pick<InitRequest, 'file' | 'text' | 'application'>): InitTarget {
  const found = findApplication({ file, text, application });
  const images = sourcesOf(found).flatMap(({ kustomize }) => kustomize?.images ?? []);
  return { application: applicationKey(found), images: images.map((image) => argocdName(parseArgocdImage(image))) };
}

/** Writes the annotations into the manifest; every other byte stays. Throws an {@link InitError} where they would not work. */
export function initManifest(request: InitRequest): InitResult {
  const found = findApplication(request);
  const annotations = annotationsOf(request.answers);
  refuseReplacing(found, annotations, request);
  const { document, path } = placeOf(found);
  const text = editAnnotations(request.text, { document, path }, annotations);
  const after = findApplication({ ...request, text });
  const findings = lintApplication(after, { controllerNamespace: request.controllerNamespace });
  if (hasErrors(findings)) throw refused(found, findings);
  return { application: applicationKey(found), annotations, text, findings };
}

function annotationsOf({ images, strategy, allowTags, method, target, branch, pullRequest }: InitAnswers) {
  const all: readonly (readonly [key: string, value: string | undefined])[] = [
    [peerKey('image-list'), images.join(', ')],
    [peerKey('update-strategy'), strategy],
    [peerKey('allow-tags'), allowTags],
    [peerKey('write-back-method'), method],
    [peerKey('write-back-target'), target],
    [peerKey('git-branch'), branch],
    [ownKey('pull-request'), pullRequest],
  ];
  return Object.fromEntries(all.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])));
}

function findApplication({ file, text, application }: Pick<InitRequest, 'file' | 'text' | 'application'>): Application {
  const all = readYaml(text).flatMap((document, index) => read(file, document, index));
  const named = all.filter((one) => application === undefined || [one.name, applicationKey(one)].includes(application));
  const [first, second] = named;
  if (first === undefined) {
    const what = application === undefined ? 'no Application' : `no Application ${application}`;
    const hint = all.length === 0 ? undefined : `It holds ${all.map(applicationKey).join(', ')}.`;
    throw new InitError('init-no-application', `${file} holds ${what}`, { hint });
  }
  if (second === undefined) return first;
  const names = named.map(applicationKey).join(', ');
  throw new InitError('init-several-applications', `${file} holds ${names}`, { hint: 'Choose one by --application.' });
}

function read(file: string, { value }: YamlDocument, document: number): readonly Application[] {
  return readApplications(value, { kind: 'manifest', file, document }).applications;
}

function placeOf({ origin }: Application) {
  return origin.kind === 'manifest' ? origin : { document: 0, path: [] };
}

function refuseReplacing(found: Application, wanted: Readonly<Record<string, string>>, { replace }: InitRequest): void {
  const others = Object.keys(wanted).filter((key) => (found.annotations[key] ?? wanted[key]) !== wanted[key]);
  if (replace || others.length === 0) return;
  throw new InitError('init-already', `${applicationKey(found)} has ${others.join(', ')} with other values`, {
    hint: 'Add --force to replace them.',
  });
}

function refused(found: Application, findings: readonly Finding[]): InitError {
  const lines = findings.map(({ at, message, fix }) => `  ${at}: ${message}. ${fix}`);
  return new InitError(
    'init-refused',
    `The annotations of ${applicationKey(found)} would not work:\n${lines.join('\n')}`,
  );
}

function sourcesOf({ sources }: Application): readonly ApplicationSource[] {
  switch (sources.kind) {
    case 'none':
      return [];
    case 'single':
      return [sources.source];
    case 'multiple':
      return sources.sources;
    case 'hydrated':
      return [sources.dry];
  }
}
