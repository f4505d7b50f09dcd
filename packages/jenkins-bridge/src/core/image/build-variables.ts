import { formatPlatform, type Platform } from '@towline/shared/image';
import type { ArgInstruction, Dockerfile } from '../dockerfile/instruction.js';
import { substitute, type Variables } from '../dockerfile/substitute.js';

/** What comes into a build from outside. */
export interface BuildInputs {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** What the image is for. */
  readonly platform: Platform;
  /** What the build runs on. */
  readonly buildPlatform: Platform;
  /** Name of the stage that is built last. */
  readonly target?: string | undefined;
}

/** Arguments that every build has without being asked: proxies, which are no part of the image. */
const predefined = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** The variables of FROM lines: those of the platforms, and the ARGs before the first FROM. */
export function globalVariables({ globals, escapeCharacter }: Dockerfile, inputs: BuildInputs): Variables {
  const variables = new Map(platformVariables(inputs));
  for (const { names, line } of globals) {
    for (const { name, fallback } of names) {
      const value =
        inputs.buildArgs[name] ?? (fallback && substitute(fallback, { variables, escapeCharacter, line })) ?? fallback;
      if (value !== undefined) variables.set(name, value);
    }
  }
  return variables;
}

/** Build arguments that no ARG of the Dockerfile takes: a typing mistake, as a rule. */
export function unusedArguments({ globals, stages }: Dockerfile, { buildArgs }: BuildInputs): readonly string[] {
  const args = [...globals, ...stages.flatMap(({ instructions }) => instructions.filter(isArg))];
  const taken = new Set([...predefined, ...args.flatMap(({ names }) => names.map(({ name }) => name))]);
  return Object.keys(buildArgs).filter((name) => !taken.has(name));
}

function isArg(instruction: { readonly kind: string }): instruction is ArgInstruction {
  return instruction.kind === 'arg';
}

function platformVariables({ platform, buildPlatform, target, buildArgs }: BuildInputs): [string, string][] {
  const of = (prefix: string, { os, architecture, variant }: Platform): [string, string][] => [
    [`${prefix}PLATFORM`, formatPlatform({ os, architecture, variant })],
    [`${prefix}OS`, os],
    [`${prefix}ARCH`, architecture],
    [`${prefix}VARIANT`, variant ?? ''],
  ];
  const known: [string, string][] = [
    ...of('BUILD', buildPlatform),
    ...of('TARGET', platform),
    ['TARGETSTAGE', target ?? 'default'],
  ];
  return known.map(([name, value]) => [name, buildArgs[name] ?? value]);
}
