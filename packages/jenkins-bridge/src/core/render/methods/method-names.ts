/** The methods that a pipeline may bring behind itself, each with those that it calls. */
export const methodCalls = Object.freeze({
  moveTag: ['newestImage', 'copyImage'],
  newestImage: [],
  pushImage: [],
  pushPlatforms: [],
  copyImage: [],
  hasImage: [],
  tellKept: [],
  tagPart: [],
  changed: [],
  podFile: [],
} satisfies Readonly<Record<string, readonly string[]>>);

/** One of {@link methodCalls}. */
export type MethodName = keyof typeof methodCalls;
