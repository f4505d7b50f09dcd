/** A folder as it was listed: every path with forward slashes, and the texts of those that {@link isTelling} asks for. */
export interface Folder {
  readonly paths: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The Compose file of a folder, by the names it may have, the preferred one first. */
export const composeNames: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
];

const telling: ReadonlySet<string> = new Set([
  ...composeNames,
  'package.json',
  'pom.xml',
  'go.mod',
  'requirements.txt',
  'pyproject.toml',
]);

/** Whether the text of a file is needed: those at the top that say what is built, and how it is tested. */
export function isTelling(path: string): boolean {
  return telling.has(path);
}

/** Whether files in here are somebody else's, or were made. */
export function isForeign(path: string): boolean {
  return /(?:^|\/)(?:node_modules|vendor|target|dist|build|\.git|\.venv|testdata|test|tests|examples?)\//.test(path);
}
