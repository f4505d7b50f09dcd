import type { SourceTree } from '../model/source-tree.js';

/** A place that breaks a rule. */
export interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** The function, export or import that is meant; absent where it is the file. */
  readonly name?: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Judges a whole tree; reads nothing but its argument. */
export type Rule = (tree: SourceTree) => readonly Violation[];
