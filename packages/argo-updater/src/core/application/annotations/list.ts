/** The items of a list with commas; blanks around them do not count, and an empty text is one empty item, as at argocd-image-updater. */
export function splitList(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}
