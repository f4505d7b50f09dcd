import { peerKey } from '../annotations/annotation-key.js';
import type { Application } from '../application.js';
import { settingsFromAnnotations } from '../application-settings.js';
import type { Finding } from '../finding.js';
import { manageImages } from '../images/manage-images.js';
import type { FindApplication } from '../write-back/manifest-location.js';
import { resolveWriteTarget } from '../write-back/resolve-write-target.js';
import { lintKeys } from './lint-keys.js';
import { lintPolicy } from './lint-policy.js';
import { lintUse } from './lint-use.js';
import { lintValues } from './lint-values.js';

/** What the Application is judged with. */
export interface LintContext {
  /** The namespace of Argo CD. */
  readonly controllerNamespace: string;
  readonly compat?: boolean | undefined;
  /** Finds the Application of Applications; where it is absent, none is known. */
  readonly find?: FindApplication | undefined;
}

/** Everything that is wrong or odd about the annotations of an Application, ordered by annotation. No annotation of ours, no finding. */
export function lintApplication(application: Application, context: LintContext): readonly Finding[] {
  const { annotations } = application;
  if (Object.keys(annotations).length === 0) return [];
  const { controllerNamespace, find = () => undefined } = context;
  const { settings, compat, findings } = settingsFromAnnotations(application, { compat: context.compat ?? false });
  const aliases = settings.images.map(({ alias }) => alias).filter((alias) => alias !== '');
  const images = manageImages({ settings, annotations, compat });
  const place = settings.place.writeBack;
  const target = resolveWriteTarget({
    application,
    settings: settings.writeBack,
    controllerNamespace,
    compat,
    place,
    find,
  });
  const found = [
    ...findings,
    ...images.findings,
    ...target.findings,
    ...lintKeys(annotations, aliases),
    ...lintValues(annotations),
    ...images.images.flatMap((image) => lintPolicy(annotations, image)),
    ...lintUse(annotations, settings, images.images),
    ...splitConstraints(annotations, compat),
  ];
  return found
    .filter((finding) => !isOpen(application, finding))
    .filter(firstOfItsKind)
    .sort((a, b) => Number(a.at > b.at) - Number(a.at < b.at));
}

/** Whether it is about what an ApplicationSet fills in when it makes its Applications: that is judged with them. */
function isOpen({ origin, annotations }: Application, { code, at }: Finding): boolean {
  const isTemplate = origin.kind === 'manifest' && origin.path.at(-1) === 'template';
  return isTemplate && (code === 'application-template' || (annotations[at] ?? '').includes('{{'));
}

/** Several checks may see the same mistake. */
function firstOfItsKind({ code, at, message }: Finding, index: number, all: readonly Finding[]): boolean {
  return (
    all.findIndex(
      (one) => one.code === code && one.at === at && (one.message === message || code === 'annotation-value'),
    ) === index
  );
}

/** A comma within a constraint, which argocd-image-updater takes for the end of the entry. */
function splitConstraints(annotations: Readonly<Record<string, string>>, compat: boolean): readonly Finding[] {
  const at = peerKey('image-list');
  const pieces = (annotations[at] ?? '').split(',').map((piece) => piece.trim());
  const split = pieces.find((piece, index) => index > 0 && /^[<>=!~^]/.test(piece));
  if (split === undefined) return [];
  const message = compat
    ? `${JSON.stringify(split)} is taken for an image: the comma before it ends the entry`
    : `${JSON.stringify(split)} continues a constraint here, but argocd-image-updater takes it for an image`;
  return [
    {
      code: 'image-list-split',
      severity: compat ? 'error' : 'warning',
      at,
      message,
      fix: 'Separate the parts of a constraint by a space: >=1.0 <2.0.',
    },
  ];
}
