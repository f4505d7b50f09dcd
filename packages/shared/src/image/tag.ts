const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Whether `text` can be the tag of an image: at most 128 letters, digits, `_`, `.` and `-`, and no `.` or `-` first. */
export function isTag(text: string): boolean {
  return tagForm.test(text);
}
