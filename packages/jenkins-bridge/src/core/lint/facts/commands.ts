import { bareCommand, isEcho, type ShellCommand } from './shell.js';

/** Commands that are about images, files and clusters, whatever names stand in them. */
const noTest =
  /^(?:(?:docker|podman|buildah|nerdctl)\s+(?:\S+\s+)?(?:build|push|pull|tag|login|logout|rmi?|stop|kill|logs|cp)\b|(?:git|cd|mkdir|cp|mv|rm|ls|cat|test|aws|kubectl|helm|curl|sed|export|set|chmod|find|source|tar|zip)\s)/;
const testTool =
  /(?:^|[\s/"'])(?:pytest|jest|vitest|mocha|phpunit|rspec|ctest|bats|tox|nox|nosetests|karma|cypress|playwright|newman|goss|dgoss|container-structure-test|junit)(?:\s|$|["'])/;
const testWord = /(?:^|[\s/:_.-])(?:tests?|unittest|integrationTest|verify|spec)(?=$|[\s/:_."'-])/i;
const buildsWithTests =
  /^(?:\S*\/)?(?:mvnw?(?:\.cmd)?\s.*\b(?:package|install|deploy|verify|test)|gradlew?(?:\.bat)?\s.*\b(?:build|check|test))\b/;
const skipsTests = /-DskipTests|-Dmaven\.test\.skip|-DskipITs|\s-x\s+:?test\b|--passWithNoTests|--skip-tests?\b/i;

/** Whether a command runs tests. */
export function runsTests(command: ShellCommand): boolean {
  const text = bareCommand(command);
  if (isEcho(command) || skipsTests.test(text)) return false;
  if (buildsWithTests.test(text)) return true;
  return !noTest.test(text) && (testTool.test(text) || testWord.test(text));
}

/** Whether a build tool is told to leave the tests out. */
export function leavesTestsOut(command: ShellCommand): boolean {
  return skipsTests.test(command.text) && !isEcho(command);
}

const scanner =
  /^(?:\S*\/)?(?:trivy\s+(?!config|plugin|server|--version|version)|grype\s|snyk\s+(?:container\s+)?test|dockle\s|twistcli\s+images\s+scan|clair\S*\s|anchore-cli\s|docker\s+(?:scan|scout)\s|docker\s+run\s.*(?:aquasec\/trivy|anchore\/grype|snyk\/snyk))/;

/** Whether a command looks for vulnerabilities. What asks ECR for its own scan is none: that one needs the image to be pushed. */
export function scans(command: ShellCommand): boolean {
  return scanner.test(bareCommand(command));
}

/** Whether a command builds an image. */
export function buildsImage({ text }: ShellCommand): boolean {
  return /(?:^|\s)(?:(?:docker|podman|buildah|nerdctl)\s+(?:(?:image|buildx)\s+)?(?:build|bud)|docker[- ]compose\s+(?:\S+\s+)*build|\/kaniko\/executor)(?:\s|$)/.test(
    text,
  );
}

const pushes: readonly RegExp[] = [
  /(?:^|[\s(])(?:docker|podman|nerdctl)\s+(?:image\s+)?push\s+(?<refs>.*)/,
  /(?:^|[\s(])buildah\s+push\s+(?<refs>.*)/,
  /(?:^|[\s(])docker\s+manifest\s+push\s+(?<refs>.*)/,
  /(?:^|[\s(])docker\s+buildx\s+build\s(?=.*--push(?:\s|$))(?<tagged>.*)/,
  /(?:^|[\s(])docker\s+buildx\s+bake\s.*--push(?:\s|$)/,
  /(?:^|[\s(])docker[- ]compose\s+(?:\S+\s+)*push(?:\s|$)/,
  /\/kaniko\/executor\s(?!.*--no-push)(?<destinations>.*)/,
  /(?:^|[\s(])crane\s+(?:push|copy|cp)\s+(?<refs>.*)/,
];

/** Where buildah, podman and skopeo push to besides registries. */
const elsewhere = /^(?:docker-archive|docker-daemon|oci|oci-archive|dir|containers-storage):/;

/** What a command pushes. */
export interface ShellPush {
  /** The references; empty where the command does not say them. */
  readonly references: readonly string[];
}

/** What a command pushes; undefined where it pushes nothing. */
export function pushOf(command: ShellCommand): ShellPush | undefined {
  if (!/push|executor|crane/.test(command.text) || isEcho(command)) return undefined;
  for (const pattern of pushes) {
    const match = pattern.exec(command.text);
    if (match === null) continue;
    const { refs, tagged, destinations } = match.groups ?? {};
    if (refs !== undefined) {
      const references = lastWord(refs);
      return references.some((reference) => elsewhere.test(reference)) ? undefined : { references };
    }
    const option = tagged === undefined ? /--destination[= ]\s*(\S+)/g : /(?:-t|--tag)[= ]\s*(\S+)/g;
    const found = [...(tagged ?? destinations ?? '').matchAll(option)].map(([, reference = '']) => unquoted(reference));
    return { references: found };
  }
  return undefined;
}

/** The last argument of a command: with `--all-tags` it is no tag. */
function lastWord(words: string): readonly string[] {
  if (/--all-tags|\s-a\s|^-a\s/.test(words)) return [];
  const last = words
    .replace(/\s*\d?>.*$/, '')
    // The end of `$(…)`.
    .replace(/\)+"?\s*$/, '')
    .trim()
    .split(/\s+/)
    .at(-1);
  return last === undefined || last === '' ? [] : [unquoted(last)];
}

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, '').replace(/^docker:\/\//, '');
}
