/** Who reads an annotation first: argocd-image-updater, whose annotations we accept, or only we. */
export type AnnotationPrefix = 'argocd-image-updater.argoproj.io' | 'towline.dev';

/** The prefix of the annotations of argocd-image-updater. */
export const peerPrefix = 'argocd-image-updater.argoproj.io';

/** The prefix of our own additions. They are read under no other. */
export const ownPrefix = 'towline.dev';

/** What a value must look like. */
export type AnnotationType =
  | { readonly kind: 'text' }
  /** As Go's ParseBool reads it: 1, t, T, TRUE, true, True and their opposites. */
  | { readonly kind: 'boolean' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** Separated by commas; blanks around them do not count. */
  | { readonly kind: 'list' }
  /** As Go writes it: `90s`, `2m0s`. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'image-list' }
  | { readonly kind: 'strategy' }
  | { readonly kind: 'tag-filter' }
  | { readonly kind: 'pattern' }
  | { readonly kind: 'write-back-method' }
  | { readonly kind: 'write-back-target' }
  | { readonly kind: 'branch' };

/** One annotation that is read. The reference page and the linter are made of these. */
export interface AnnotationSpec {
  readonly prefix: AnnotationPrefix;
  /** The key without prefix and alias: `update-strategy`, `helm.image-tag`. */
  readonly name: string;
  /** `application`: as it stands. `image`: with an alias before it, `<alias>.<name>`. Both: the image's wins. */
  readonly scopes: readonly ('application' | 'image')[];
  readonly type: AnnotationType;
  /** What holds where it is absent; empty where nothing does. */
  readonly default: string;
  readonly meaning: string;
}

/** An annotation without its prefix. */
export type AnnotationRow = Omit<AnnotationSpec, 'prefix'>;
