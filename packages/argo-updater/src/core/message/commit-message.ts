import { isCodedError } from '@towline/shared/errors';
import type { ApplicationName } from '../application/application.js';
import { goFunctions, type TemplateFunctions } from '../template/functions.js';
import { sprigPatterns } from '../template/sprig-patterns.js';
import { sprigStrings } from '../template/sprig-strings.js';
import { sprigValues } from '../template/sprig-values.js';
import { compileTemplate, type Template } from '../template/template.js';
import { Struct, type Value } from '../template/value.js';
import { type ImageChange, tagText } from './image-change.js';

/** The message that is written where no template is configured. */
export const defaultMessageTemplate = `build: automatic update of {{ .AppName }}

{{ range .AppChanges -}}
updates image {{ .Image }} tag '{{ .OldTag }}' to '{{ .NewTag }}'
{{ end -}}
`;

/** What templates of commit messages and branch names may call: Go's own functions, and the common ones of sprig. */
export const messageFunctions: TemplateFunctions = Object.freeze({
  ...sprigPatterns,
  ...sprigStrings,
  ...sprigValues,
  ...goFunctions,
});

/** A message and, where the template did not fit the data, why the fallback was written. */
export interface CommitMessage {
  readonly text: string;
  readonly problem?: string;
}

/** The commit message for these changes of one application. A template that fails on this data is no reason to hold a deployment back. */
export function commitMessage(
  template: Template,
  data: { readonly appName: string; readonly changes: readonly ImageChange[] },
): CommitMessage {
  try {
    return { text: template.render(messageData(data)) };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { text: `build: update of application ${data.appName}`, problem: error.message };
  }
}

/** The commit message for versions of an Application that are taken back. No template knows of these. */
export function rollbackMessage(
  { name }: ApplicationName,
  changes: readonly ImageChange[],
  reason: string | undefined,
): string {
  const lines = changes.map(
    (change) => `takes image ${change.name} from '${tagText(change.from)}' back to '${tagText(change.to)}'`,
  );
  return [`revert: take ${name} back`, ...(reason === undefined ? [] : [reason]), lines.join('\n')].join('\n\n');
}

/** Compiles a template for {@link commitMessage}; the default one where the text is empty. */
export function compileMessageTemplate(text: string, functions: TemplateFunctions = messageFunctions): Template {
  return compileTemplate(text === '' ? defaultMessageTemplate : text, functions);
}

function messageData({
  appName,
  changes,
}: {
  readonly appName: string;
  readonly changes: readonly ImageChange[];
}): Value {
  return new Struct({ AppName: appName, AppChanges: changes.map(changeData) });
}

function changeData(change: ImageChange): Value {
  return new Struct({
    Image: change.name,
    OldTag: tagText(change.from),
    NewTag: tagText(change.to),
    Labels: new Map(Object.entries(change.labels ?? {})),
  });
}

/** What an empty message is called. */
const emptyHeadline = 'Update container image versions';

/** A message cut into its first line and the rest, both without space around them. */
export function splitMessage(message: string): { readonly headline: string; readonly body: string } {
  const text = message.trim();
  const end = text.indexOf('\n');
  return end < 0
    ? { headline: text || emptyHeadline, body: '' }
    : { headline: text.slice(0, end).trim(), body: text.slice(end).trim() };
}
