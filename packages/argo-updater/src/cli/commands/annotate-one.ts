import { CliError, readTextFile, writeTextFile } from '@towline/shared/cli';
import type { Annotated, AnnotatePorts } from '../../app/annotate.js';
import type { PlannedPass } from '../../app/plan-pass.js';
import type { AnnotationChanges } from '../../core/application/annotations/edit-annotations.js';
import { applicationKey } from '../../core/application/application.js';
import type { ComposedPass } from '../compose/compose-pass.js';

/** The one Application that a name means. */
export function findOne({ jobs, skipped }: PlannedPass, name: string): PlannedPass['jobs'][number] {
  const [first, second] = jobs;
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
  const all = jobs.map(({ managed }) => applicationKey(managed.application)).join(', ');
  throw new CliError('cli-usage', `${name} can be ${all}`, { hint: 'Name it with its namespace.' });
}

/** What annotations are written with. */
export function annotating({ ports }: ComposedPass): AnnotatePorts {
  return { ...ports, files: { read: readTextFile, write: writeTextFile } };
}

/** What was written, for people. */
export function annotatedText(changes: AnnotationChanges, written: Annotated | undefined): string {
  const lines = Object.entries(changes).flatMap(([key, value]) => {
    if (value !== undefined) return [`+ ${key}: ${JSON.stringify(value)}`];
    return [`- ${key}`];
  });
  return `${[...lines, whereText(written)].join('\n')}\n`;
}

/** JSON has no undefined: an annotation that is taken away is null. */
export function shownChanges(changes: AnnotationChanges): Readonly<Record<string, string | null>> {
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
