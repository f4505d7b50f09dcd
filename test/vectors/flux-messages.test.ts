import { isCodedError } from '@towline/shared/errors';
import { z } from 'zod';
import { messageFunctions } from '../../packages/argo-updater/src/core/message/commit-message.js';
import { compileTemplate } from '../../packages/argo-updater/src/core/template/template.js';
import { Struct, type Value } from '../../packages/argo-updater/src/core/template/value.js';
import { describeFluxVectors } from './describe-vectors.js';

const changeSchema = z.object({
  file: z.string(),
  object: z.object({ APIVersion: z.string(), Kind: z.string(), Name: z.string(), Namespace: z.string() }),
  oldValue: z.string(),
  newValue: z.string(),
  setter: z.string(),
});
type Change = z.infer<typeof changeSchema>;

const caseSchema = z.object({
  id: z.string(),
  template: z.string(),
  automation: z.object({ namespace: z.string(), name: z.string() }),
  values: z.record(z.string(), z.string()).nullish(),
  changes: z.array(changeSchema).nullish(),
  expected: z.string().nullable(),
  error: z.string().nullable(),
  upstreamNonDeterministic: z.unknown().optional(),
});
type MessageCase = z.infer<typeof caseSchema>;

/** A template of Flux with the data that Flux gives it, rendered by our engine. */
function message({ template, automation, values, changes }: MessageCase): string | null {
  try {
    return compileTemplate(template, messageFunctions).render(
      new Struct({
        AutomationObject: new Struct(
          { Name: automation.name, Namespace: automation.namespace },
          `${automation.namespace}/${automation.name}`,
        ),
        Changed: changedData(changes ?? []),
        Values: new Map(Object.entries(values ?? {})),
      }),
    );
  } catch (error) {
    if (isCodedError(error)) return null;
    throw error;
  }
}

function changedData(changes: readonly Change[]): Struct {
  const objects = new Map(changes.map(({ object }) => [JSON.stringify(object), objectOf(object)]));
  const byObject = (some: readonly Change[]): Value =>
    new Map(
      [...new Set(some.map(({ object }) => JSON.stringify(object)))].map((key) => [
        objects.get(key) ?? '',
        some.filter(({ object }) => JSON.stringify(object) === key).map(changeOf),
      ]),
    );
  const files = [...new Set(changes.map((change) => change.file))];
  const distinct = new Map(changes.map((change) => [JSON.stringify(changeOf(change).fields), changeOf(change)]));
  return new Struct({
    FileChanges: new Map(files.map((path) => [path, byObject(changes.filter((change) => change.file === path))])),
    Objects: byObject(changes),
    Changes: [...distinct.values()],
  });
}

/** An identifier of Kubernetes, which prints as the structs that it is made of. */
function objectOf({ APIVersion, Kind, Name, Namespace }: Change['object']): Struct {
  return new Struct({ APIVersion, Kind, Name, Namespace }, `{{{${APIVersion} ${Kind}} {${Name} ${Namespace}}}}`);
}

function changeOf({ oldValue: OldValue, newValue: NewValue, setter: Setter }: Change): Struct {
  return new Struct({ OldValue, NewValue, Setter });
}

describeFluxVectors({
  file: 'flux/commit_messages.json',
  fn: 'commit_messages',
  schema: caseSchema,
  // What has no changes is about images as Flux no longer tells of them; an empty template is the message of whoever has none.
  isTold: ({ changes, template, upstreamNonDeterministic }) =>
    Boolean(changes) && template !== '' && upstreamNonDeterministic === undefined,
  answer: (one) => ({ ours: message(one), theirs: one.expected }),
});
