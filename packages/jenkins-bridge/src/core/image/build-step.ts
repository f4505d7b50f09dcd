import type { AddInstruction, CopyInstruction } from '../dockerfile/instruction.js';
import type { StageSource } from './plan-stages.js';

/** What a copy brings: variables replaced, paths absolute. */
export interface CopyStep {
  readonly kind: 'copy';
  readonly line: number;
  readonly createdBy: string;
  /** The build context where absent. */
  readonly from?: StageSource | undefined;
  readonly sources: readonly string[];
  readonly inline: readonly { readonly name: string; readonly content: string }[];
  /** Absolute. */
  readonly destination: string;
  /** Whether it is written as a folder, with a slash or a dot at its end. */
  readonly intoFolder: boolean;
  readonly chown?: string | undefined;
  readonly chmod?: string | undefined;
  readonly link: boolean;
  readonly parents: boolean;
  readonly exclude: readonly string[];
  /** Whether local archives are unpacked. */
  readonly unpack: boolean;
  /** Of what is downloaded. */
  readonly checksum?: string | undefined;
}

/** A step of a stage. Each is an entry of the image's history. */
export type BuildStep =
  | CopyStep
  /** A folder that has to be there. */
  | { readonly kind: 'workdir'; readonly path: string; readonly createdBy: string }
  | { readonly kind: 'config'; readonly createdBy: string };

/** What copies files. */
export type CopyingInstruction = CopyInstruction | AddInstruction;
