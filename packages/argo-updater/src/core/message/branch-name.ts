import { compileTemplate } from '../template/template.js';
import { Struct } from '../template/value.js';
import { messageFunctions } from './commit-message.js';
import { type ImageChange, tagText } from './image-change.js';

/** The longest branch name that Git hosts take, in bytes. */
const longest = 255;

/** What a branch template may use. */
export interface BranchNameData {
  readonly appName: string;
  readonly appNamespace: string;
  /** Eight hex digits that stand for repository, branch and file: {@link targetKey}. */
  readonly targetKey: string;
  readonly changes: readonly ImageChange[];
}

/** How the branch is named; `sha256` gives the hex digest of a text. */
export interface BranchNameOptions {
  readonly sha256: (text: string) => string;
  readonly functions?: typeof messageFunctions | undefined;
}

/**
 * The branch that a template names for these changes, cut at 255 bytes. Throws a `TemplateError` where the template does not parse or
 * does not fit: unlike a commit message, a branch name has no sensible fallback.
 */
export function branchName(template: string, data: BranchNameData, options: BranchNameOptions): string {
  const text = compileTemplate(template, options.functions ?? messageFunctions).render(
    new Struct({
      AppName: data.appName,
      AppNamespace: data.appNamespace,
      TargetKey: data.targetKey,
      Images: data.changes.map(imageData),
      SHA256: options.sha256(data.changes.map(fingerprint).join('')),
    }),
  );
  return cut(text);
}

/** A key for the place that is written, short enough for a branch name. */
export function targetKey(
  target: { readonly repository: string; readonly branch: string; readonly file: string },
  sha256: (text: string) => string,
): string {
  return sha256(`${target.repository}|${target.branch}|${target.file}`).slice(0, 8);
}

function imageData(change: ImageChange): Struct {
  return new Struct({
    Name: change.name,
    Alias: change.alias ?? '',
    OldTag: tagText(change.from),
    NewTag: tagText(change.to),
  });
}

function fingerprint(change: ImageChange): string {
  return `${change.name}-${tagText(change.from)}-${tagText(change.to)},`;
}

function cut(name: string): string {
  const bytes = new TextEncoder().encode(name);
  return bytes.length <= longest ? name : new TextDecoder().decode(bytes.subarray(0, longest)).replace(/\uFFFD$/, '');
}
