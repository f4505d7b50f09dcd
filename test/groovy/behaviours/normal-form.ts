import type { StepCall } from '@towline/test-kit/groovy';

/** What a step comes to, whatever wrote the pipeline; undefined of steps that leave nothing behind in the world. */
type Deed = (call: StepCall) => string | undefined;

const reference = String.raw`["']?(?:docker://)?([^\s"']+)["']?`;

/** Commands by what they come to. The first that fits counts; what a command pushes, it names last. */
const commands: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^docker build |^docker buildx build (?!.*--push)|^(?:buildah|podman|jenkins-bridge image) build /s, () => 'build'],
  [/^docker buildx build .*--push/s, (match) => pushesOf(match.input.matchAll(/--tag (\S+)/g))],
  [/(?:docker|buildah|podman) login |> "\$DOCKER_CONFIG\/config\.json"/, () => 'login'],
  [new RegExp(`imagetools create --prefer-index=false --tag ${reference}`), ([, to]) => `tag ${tagOf(to)}`],
  [new RegExp(`^skopeo copy --all ${reference} ${reference}`), ([, , to]) => `tag ${tagOf(to)}`],
  [new RegExp(`^jenkins-bridge image copy ${reference} ${reference}`), ([, , to]) => `tag ${tagOf(to)}`],
  [new RegExp(`^docker pull .*docker push ${reference}`), ([, to]) => `tag ${tagOf(to)}`],
  [new RegExp(`imagetools create --tag ${reference}`), ([, to]) => `index ${tagOf(to)}`],
  [new RegExp(`manifest create .*manifest push --all \\S+ ${reference}`, 's'), ([, to]) => `index ${tagOf(to)}`],
  [new RegExp(`docker push ${reference}`), ([, to]) => pushOf(to)],
  [new RegExp(`^(?:buildah|podman) (?:manifest push --all|push) \\S+ ${reference}`), ([, to]) => pushOf(to)],
  [new RegExp(`^jenkins-bridge image push \\S+ ${reference}`), ([, to]) => pushOf(to)],
  [/\/api\/v1\/refresh/, () => 'notify'],
  [/\/api\/v1\/deliveries/, () => 'wait'],
  [/aws ecr .*(?:describe|create)-repositor/, () => 'ensure'],
  [/\b(test|scan|prepare|deploy)-\w+/, ([word]) => word],
];

const steps: Readonly<Record<string, Deed>> = {
  withDockerRegistry: () => 'login',
  writeFile: ({ arguments: { file, text } }) =>
    String(file).endsWith('/config.json') && String(text).includes('credHelpers') ? 'login' : undefined,
  input: () => 'ask',
};

/** What a build did to the world, in order: `build`, `test-unit`, `login`, `push <tag>`, `tag latest`, `index <tag>`, `notify`. */
export function deedsOf(calls: readonly StepCall[]): readonly string[] {
  return calls.flatMap((call) => deedOf(call) ?? []);
}

/** What a single step did; undefined where it only looked. */
export function deedOf(call: StepCall): string | undefined {
  const { command } = call;
  if (command === undefined) return steps[call.step]?.(call);
  for (const [pattern, deed] of commands) {
    const match = pattern.exec(command);
    if (match !== null) return deed(match);
  }
  return undefined;
}

function pushesOf(tags: Iterable<RegExpExecArray>): string {
  return [...tags].map(([, reference]) => pushOf(reference)).join(', ');
}

/** The tag of a commit is pushed, and so is a part; another tag is only moved. */
function pushOf(reference: string | undefined): string {
  const tag = tagOf(reference);
  return tag === 'latest' ? 'tag latest' : `push ${tag}`;
}

function tagOf(reference = ''): string {
  const tag = reference.replace(/["']/g, '').replace(/^.*:/, '');
  return tag.startsWith('_towline-leg_') ? `leg ${tag.split('_').at(-1)}` : tag;
}
