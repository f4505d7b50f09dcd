import type { BuilderName } from '../image/image-builder.js';
import { abilities } from '../pipeline/check/builders.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** What the choice of a builder depends on. */
export interface BuilderChoice {
  /** What the command line names. */
  readonly asked: BuilderName | undefined;
  /** Those that work on this machine. */
  readonly installed: readonly BuilderName[];
  /** Whether a Dockerfile executes something, so that it takes an engine. */
  readonly executes: boolean;
}

/** Who builds, and why it is not the one that the pipeline names. */
export interface ChosenBuilder {
  readonly builder: BuilderName;
  readonly why: string | undefined;
}

/** The builder of the pipeline where it is installed, else one that can do the same; undefined where there is none. */
export function chooseRunBuilder(
  { builder: { kind }, images }: Pick<Pipeline, 'builder' | 'images'>,
  { asked, installed, executes }: BuilderChoice,
): ChosenBuilder | undefined {
  const canBuild = (builder: BuilderName): boolean =>
    !(builder === 'towline' && executes) &&
    images.every(
      ({ platforms, secrets }) =>
        (abilities[builder].together || platforms.kind !== 'together' || platforms.of.length < 2) &&
        (abilities[builder].secrets || secrets.length === 0),
    );
  const wanted = asked ?? kind;
  if (installed.includes(wanted) && canBuild(wanted)) return { builder: wanted, why: undefined };
  if (asked !== undefined) return undefined;
  const other = (['towline', 'docker', 'buildah', 'podman', 'buildx'] as const).find(
    (name) => installed.includes(name) && canBuild(name),
  );
  if (other === undefined) return undefined;
  const reason = installed.includes(kind) ? `${kind} cannot build this` : `${kind} is not there`;
  return { builder: other, why: `${reason}: ${other} builds` };
}
