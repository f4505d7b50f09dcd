import type { DocumentChoice } from './select-document.js';
import type { YamlPath, YamlScalar, YamlValue } from './yaml-path.js';

/** One change to make. */
export type YamlEdit =
  /** Gives a scalar its new value. With `create`, missing keys and items of the path are made, and the value may be a map or list. */
  | {
      readonly kind: 'set';
      readonly path: YamlPath;
      readonly value: YamlValue;
      readonly document?: DocumentChoice;
      readonly create?: boolean | undefined;
      /** `follow` changes the anchored value where the path leads through an alias; it is refused otherwise. */
      readonly aliases?: 'follow' | 'refuse' | undefined;
    }
  /** Gives the scalar at an offset of the given text its new value: the way to set what a marker points to. */
  | { readonly kind: 'set'; readonly at: number; readonly value: YamlScalar }
  /** Adds an item to a list. With `create`, a missing list is made. */
  | {
      readonly kind: 'append';
      readonly path: YamlPath;
      readonly value: YamlValue;
      readonly document?: DocumentChoice;
      readonly create?: boolean | undefined;
    }
  /** Takes an entry or item out; no change where there is none. */
  | { readonly kind: 'delete'; readonly path: YamlPath; readonly document?: DocumentChoice };
