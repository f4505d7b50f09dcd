import type { StepCall } from '@towline/test-kit/groovy';

const reference = String.raw`["']?(?:docker://)?([^\s"')]+)["']?`;

/** Commands, and what they come to by what the pattern finds in them. The first that fits counts. */
const commands: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^docker buildx build .*--push/s, () => 'push all'],
  [/^(?:docker|buildah|podman|docker buildx|jenkins-bridge image) build /, () => 'build'],
  [/(?:docker|buildah|podman) login |> "[^"]*\/config\.json"; \}$/, () => 'login'],
  [
    new RegExp(`imagetools create --prefer-index=false --tag ${reference} ${reference}`),
    (to, from) => copied(from, to),
  ],
  [new RegExp(`^jenkins-bridge image copy oci:\\S+ ${reference}`), pushed],
  [
    new RegExp(
      `^(?:digest=\\$\\(skopeo copy --quiet --all --digestfile /dev/stdout|jenkins-bridge image copy) ${reference} ${reference}`,
    ),
    copied,
  ],
  [new RegExp(`^docker pull ${reference} .*docker push ${reference}`), copied],
  [new RegExp(`imagetools create --tag ${reference}`), (to) => `index ${tagOf(to)}`],
  [
    new RegExp(`manifest create .*manifest push --all --digestfile \\S+ \\S+ ${reference}`, 's'),
    (to) => `index ${tagOf(to)}`,
  ],
  [new RegExp(`^jenkins-bridge image index ${reference}`), (to) => `index ${tagOf(to)}`],
  [new RegExp(`docker push ${reference}`), pushed],
  [
    new RegExp(`^digest=\\$\\((?:buildah|podman) (?:manifest push --all|push) --digestfile \\S+ \\S+ ${reference}`),
    pushed,
  ],
  [/\/api\/v1\/refresh/, () => 'notify'],
  [/\/api\/v1\/deliveries/, () => 'wait'],
  [/aws ecr create-repository/, () => 'create repository'],
  [/\b((?:test|scan|prepare|deploy)-\w+)/, (word = '') => word],
];

/**
 * What a build did to the world, in order, whoever wrote the pipeline: `build`, `test-unit`, `login`, `push <tag>`, `tag latest` with its own image or
 * `tag latest as <tag>` with that of another tag, `index <tag>`, `notify`. Whether the own image gets a tag by a push or by a copy of what
 * `commit` names is all the same.
 */
export function deedsOf(calls: readonly StepCall[], commit: string): readonly string[] {
  return calls.flatMap((call) => deedOf(call)?.replace(` as ${commit}`, '') ?? []);
}

/** What a single step did; undefined where it only looked. */
export function deedOf({ step, command, env = {}, arguments: words }: StepCall): string | undefined {
  const { file, text, job, subject, message, requestBody } = words;
  if (step === 'withDockerRegistry') return 'login';
  if (step === 'input') return 'ask';
  if (step === 'build') return `job ${String(job)}`;
  if (step === 'mail') return `mail ${outcomeIn(subject)}`;
  if (step === 'slackSend') return `slack ${outcomeIn(message)}`;
  if (step === 'httpRequest') return `webhook ${outcomeIn(requestBody)}`;
  if (step === 'writeFile')
    return /"credHelpers"/.test(String(text)) ? `login by ${String(file).replace(/.*\//, '')}` : undefined;
  const shown = command?.trim().replace(/^BUILDX_CONFIG="[^"]*" /, '') ?? '';
  const filled = shown.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => env[name] ?? whole);
  for (const [pattern, deed] of commands) {
    const match = pattern.exec(filled);
    if (match !== null) return deed(...match.slice(1));
  }
  return undefined;
}

function outcomeIn(text: unknown): string {
  return /SUCCESS|UNSTABLE|FAILURE|ABORTED/.exec(String(text))?.[0] ?? 'nothing';
}

function pushed(to?: string): string {
  const tag = tagOf(to);
  return tag === 'latest' ? 'tag latest' : `push ${tag}`;
}

function copied(from?: string, to?: string): string {
  return `tag ${tagOf(to)} as ${tagOf(from)}`;
}

function tagOf(name = ''): string {
  const tag = name.replace(/^.*:/, '');
  return tag.startsWith('_towline-leg_') ? `part ${tag.split('_').at(-1)}` : tag;
}
