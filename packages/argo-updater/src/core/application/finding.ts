/** What can be wrong with an Application's or an ImageUpdater's settings. Codes are API: the reference page is made from this object. */
export const settingsFindings = {
  'annotation-unknown': 'Nothing reads this annotation. It is most often misspelt.',
  'annotation-prefix':
    'The annotation exists under the other prefix: the additions of Towline are read under towline.dev/ only.',
  'annotation-removed': 'Older versions of argocd-image-updater read this annotation; it has been replaced.',
  'annotation-scope':
    'The annotation is of an image and stands without an alias, or is of the Application and stands with one.',
  'annotation-value': 'The value of the annotation cannot be read.',
  'annotation-useless': 'The annotation is read and changes nothing here.',
  'annotation-conflict': 'Two annotations exclude each other.',
  'alias-unknown': 'The annotation is of an alias that the image list does not have.',
  'alias-duplicate': 'Two images of the list have the same alias, so they share their settings.',
  'image-list-missing': 'The Application has settings and no image list, so nothing is updated.',
  'image-list-empty': 'The image list names no image.',
  'image-name-empty': 'An entry of the image list has an alias and no image.',
  'image-name-invalid': 'The name is not an image that a registry can be asked for.',
  'image-list-split': 'A comma ends an entry of the image list, also within a version constraint.',
  'image-constraint-missing': 'The digest strategy follows one tag, and the image names none.',
  'manifest-target-conflict': 'An image is written to Helm values, to Kustomize or to the plugin: exactly one of them.',
  'application-unreadable': 'The document calls itself an Application and does not have the form of one.',
  'application-without-source': 'The Application has no source.',
  'application-template': 'A template of an ApplicationSet leaves open what it takes to write.',
  'application-type':
    'The Application is neither of Helm nor of Kustomize nor of a plugin, so no image override applies to it.',
  'application-without-images': 'No image of the Application is left to update.',
  'image-updater-unreadable': 'The document calls itself an ImageUpdater and does not have the form of one.',
  'image-updater-name-pattern': 'The name pattern is not a glob, so the whole ImageUpdater is set aside.',
  'image-updater-label-selector': 'The label selector cannot be read, so it selects nothing.',
  'image-updater-overlap': 'Several ImageUpdaters select the Application; the most specific one is used.',
  'verification-key-missing': 'Verification is on and names no key.',
  'write-back-method': 'The write-back method is neither argocd nor git.',
  'write-back-credentials': 'The Git credentials are not of a known form.',
  'write-back-credentials-namespace': 'A secret with Git credentials must be in the namespace of the Application.',
  'write-back-branch': 'The branch is not of the form base, base:write or :write.',
  'write-back-target': 'The write-back target cannot be used.',
  'write-back-outside': 'The path of the write-back target leaves the repository.',
  'write-back-not-read': 'Argo CD would never read what is written there.',
  'write-back-repository': 'The source of the Application is no Git repository that could be written to.',
  'write-back-no-cluster': 'The argocd method changes the live Application, and the Application was read from a file.',
  'pull-request-provider': 'A pull request needs exactly one provider: github or gitlab.',
  'pull-request-branch': 'A pull request has a head branch of its own, so only its base branch can be given.',
} as const;

/** A code of {@link settingsFindings}. */
export type FindingCode = keyof typeof settingsFindings;

/** One thing that is wrong, or odd, and what to do about it. An `error` keeps an image or an Application from being updated. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  /** The annotation's key, or the path of the field: `spec.applicationRefs[0].namePattern`. */
  readonly at: string;
  /** What is wrong, and why. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Whether any of the findings forbids going on. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
