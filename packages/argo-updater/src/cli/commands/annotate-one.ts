import { answer, CliError, type Invocation, readTextFile, switchOption, writeTextFile } from '@towline/shared/cli';
import { type Annotated, annotate } from '../../app/annotate.js';
import type { AnnotationChanges } from '../../core/application/annotations/edit-annotations.js';
import { type Application, applicationKey } from '../../core/application/application.js';
import type { ApplicationSelection, ManagedApplication } from '../../core/application/managed-application.js';
import type { ComposedPass } from '../compose/compose-pass.js';

/** The one Application of these that a name means, or why there is none. */
export function findOne<Found extends { readonly managed: ManagedApplication }>(
  found: readonly Found[],
  { skipped, name }: Pick<ApplicationSelection, 'skipped'> & { readonly name: string },
): Found {
  const [first, second] = found;
  const [left] = skipped;
  if (first === undefined && left !== undefined) {
    const why = left.findings.map(({ at, message }) => `${at}: ${message}`).join('; ');
    throw new CliError('cli-nothing-matched', `${applicationKey(left.application)} cannot be updated: ${why}`, {
      hint: 'See argo-updater lint.',
    });
  }
  if (first === undefined) {
    throw new CliError('cli-nothing-matched', `No Application that is kept up to date is called ${name}`, {
      hint: 'See which there are: argo-updater plan --all.',
    });
  }
  if (second === undefined) return first;
  const all = found.map(({ managed }) => applicationKey(managed.application)).join(', ');
  throw new CliError('cli-usage', `${name} can be ${all}`, { hint: 'Name it with its namespace.' });
}

/** What is written, and whatever else programs are told of it. */
export interface AnnotationAnswer {
  readonly application: Application;
  readonly changes: AnnotationChanges;
  /** What the message of a commit says is done: `hold`. */
  readonly verb: string;
  readonly told?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes annotations, unless it is a dry run, and tells what was written and where. */
export async function writeAnnotations(
  invocation: Invocation,
  { ports, author }: ComposedPass,
  { application, changes, verb, told }: AnnotationAnswer,
): Promise<void> {
  const name = applicationKey(application);
  const request = { application, changes, message: `chore: ${verb} ${name}`, author };
  const files = { read: readTextFile, write: writeTextFile };
  const written = switchOption(invocation, 'dry-run')
    ? undefined
    : await annotate({ ...ports, files }, request, { signal: invocation.signal });
  const data = { application: name, ...told, changes: shownChanges(changes), written };
  answer(invocation, data, () => annotatedText(changes, written));
}

/** What was written, for people. */
function annotatedText(changes: AnnotationChanges, written: Annotated | undefined): string {
  const lines = Object.entries(changes).flatMap(([key, value]) => {
    if (value !== undefined) return [`+ ${key}: ${JSON.stringify(value)}`];
    return [`- ${key}`];
  });
  return `${[...lines, whereText(written)].join('\n')}\n`;
}

/** JSON has no undefined: an annotation that is taken away is null. */
function shownChanges(changes: AnnotationChanges): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value ?? null]));
}

function whereText(written: Annotated | undefined): string {
  switch (written?.kind) {
    case undefined:
      return 'Nothing was written.';
    case 'live':
      return 'Written to the live Application. Where Argo CD makes it from a manifest, put it there too.';
    case 'file':
      return `Written to ${written.file}. Commit it, and apply it where nothing else does.`;
    case 'committed':
      return `Committed to ${written.branch} of ${written.repository} as ${written.commit.slice(0, 12)}.`;
  }
}
