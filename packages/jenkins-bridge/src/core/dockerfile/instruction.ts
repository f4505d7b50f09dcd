import type { Heredoc } from './heredoc.js';

/** Where an instruction stands, and how it is written. */
interface Written {
  /** From 1. */
  readonly line: number;
  /** Its text on one line, for the history of the image. */
  readonly source: string;
}

/** A command: an array that is executed, or a text for the shell. */
export type CommandForm =
  | { readonly kind: 'exec'; readonly words: readonly string[] }
  | { readonly kind: 'shell'; readonly text: string };

/** A name with its value, as it is written. */
export interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** FROM: what a stage begins with. */
export interface FromInstruction extends Written {
  readonly kind: 'from';
  readonly image: string;
  readonly platform?: string | undefined;
  /** In lower case. */
  readonly name?: string | undefined;
}

/** ARG: what may come from outside. */
export interface ArgInstruction extends Written {
  readonly kind: 'arg';
  readonly names: readonly { readonly name: string; readonly fallback?: string | undefined }[];
}

/** What COPY and ADD have in common. */
export interface Copying extends Written {
  readonly sources: readonly string[];
  /** Files whose content stands in the Dockerfile. */
  readonly inline: readonly Heredoc[];
  readonly destination: string;
  readonly chown?: string | undefined;
  readonly chmod?: string | undefined;
  /** The layer does not depend on what is below it: links in the base are not followed. */
  readonly link: boolean;
  readonly exclude: readonly string[];
}

/** COPY. */
export interface CopyInstruction extends Copying {
  readonly kind: 'copy';
  /** A stage or an image; the build context where absent. */
  readonly from?: string | undefined;
  /** Whether the folders above a source are kept. */
  readonly parents: boolean;
}

/** ADD: COPY that downloads, and unpacks archives. */
export interface AddInstruction extends Copying {
  readonly kind: 'add';
  readonly checksum?: string | undefined;
  /** Whether archives are unpacked; where absent, those of the context are. */
  readonly unpack?: boolean | undefined;
}

/** How a container's health is asked for. Durations are as they are written. */
export type HealthCheck =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'command';
      readonly command: CommandForm;
      readonly interval?: string | undefined;
      readonly timeout?: string | undefined;
      readonly startPeriod?: string | undefined;
      readonly startInterval?: string | undefined;
      readonly retries?: number | undefined;
    };

/** An instruction of a stage. */
export type Instruction =
  | ArgInstruction
  | CopyInstruction
  | AddInstruction
  | (Written & { readonly kind: 'env' | 'label'; readonly pairs: readonly NameValue[] })
  | (Written & { readonly kind: 'run' })
  | (Written & { readonly kind: 'cmd' | 'entrypoint'; readonly command: CommandForm })
  | (Written & { readonly kind: 'shell'; readonly words: readonly string[] })
  | (Written & { readonly kind: 'expose' | 'volume'; readonly values: readonly string[] })
  | (Written & { readonly kind: 'user' | 'stopsignal'; readonly value: string })
  | (Written & { readonly kind: 'workdir' | 'maintainer'; readonly value: string })
  | (Written & { readonly kind: 'healthcheck'; readonly check: HealthCheck })
  | (Written & { readonly kind: 'onbuild' });

/** A stage: what it begins with, and what is done to that. */
export interface Stage {
  /** From 0. */
  readonly index: number;
  readonly from: FromInstruction;
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile that was read. Variables are still as they are written. */
export interface Dockerfile {
  readonly escapeCharacter: string;
  /** ARGs before the first FROM. */
  readonly globals: readonly ArgInstruction[];
  /** At least one. */
  readonly stages: readonly Stage[];
}
