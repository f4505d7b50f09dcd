/** Annotations that argocd-image-updater once read, or that people expect of it, by name without prefix and alias, and what to do instead. */
export const removedAnnotations: ReadonlyMap<string, string> = new Map([
  ['tag-match', 'Use allow-tags, with regexp: before the pattern.'],
  ['sort', 'Use update-strategy.'],
  ['sort-mode', 'Use update-strategy.'],
  ['write-back', 'Use write-back-method.'],
  ['git-credentials', 'Put the credentials into write-back-method: git:secret:name.'],
]);
