/** What commands wrote, without what differs each time: ids of commits, digests, durations and spaces at the ends of lines. */
export function normalizeOutput(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{7,64}\b/g, '<id>')
    .replaceAll(/\b\d+(?:\.\d+)? ?(?:ms|s|seconds?|minutes?)\b/g, '<time>')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}
