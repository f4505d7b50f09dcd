import { type AnnotationSpec, ownPrefix, peerPrefix } from './annotation-spec.js';
import { ownAnnotations } from './own-annotations.js';
import { peerAnnotations } from './peer-annotations.js';

/** Every annotation that is read, those of argocd-image-updater first. */
export const annotationTable: readonly AnnotationSpec[] = [
  ...peerAnnotations.map((row) => ({ prefix: peerPrefix, ...row }) as const),
  ...ownAnnotations.map((row) => ({ prefix: ownPrefix, ...row }) as const),
];
