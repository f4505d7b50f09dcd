import type { GroovyNode } from '../../groovy/syntax-tree.js';
import { type Call, isDockerCall, isStep, named, positional } from './call.js';
import { buildsImage, pushOf, runsTests, scans } from './commands.js';
import type { Jenkinsfile } from './jenkinsfile.js';
import { knownSteps } from './known-steps.js';
import { enclosing, enclosingCalls, methodOf } from './scope.js';
import { isEcho, type ShellScript } from './shell.js';
import { type Constants, plainText, templateOf, unknownText, variableName } from './template.js';

/** Something that matters to what is pushed when. */
export interface Event {
  readonly kind: 'build' | 'test' | 'scan' | 'push' | 'unstable';
  readonly call: Call;
  readonly start: number;
  readonly end: number;
  /** The name of the stage that it stands in. */
  readonly stage: string;
  /** Of a push: the tags, as far as they are known; `${…}` in them is unknown. Empty where nothing is known. */
  readonly tags: readonly string[];
  /** Of a push by a command: the references as they are written. */
  readonly references: readonly string[];
}

/** What a timeline is made from. */
export interface TimelineInput extends Jenkinsfile {
  readonly constants: Constants;
  readonly scripts: ReadonlyMap<Call, ShellScript>;
}

/**
 * The events in the order in which they happen, as far as the text tells: a method of the file happens where it is first called, and what is in
 * the `post` of the whole pipeline is left out, since it comes last.
 */
export function timelineOf(file: TimelineInput): readonly Event[] {
  const byMethod = new Map<string | undefined, Call[]>();
  for (const call of file.calls) {
    const owner = methodOf(call.scope)?.name;
    const list = byMethod.get(owner) ?? [];
    list.push(call);
    byMethod.set(owner, list);
  }
  const images = imagesOf(file);
  const events: Event[] = [];
  const left = [...(byMethod.get(undefined) ?? [])].reverse();
  for (let call = left.pop(); call !== undefined; call = left.pop()) {
    events.push(...eventsOf({ file, call, images }));
    const body = call.receiver === undefined ? byMethod.get(call.name) : undefined;
    if (body === undefined) continue;
    byMethod.delete(call.name);
    left.push(...body.toReversed());
  }
  return events;
}

interface Subject {
  readonly file: TimelineInput;
  readonly call: Call;
  /** The references that variables with images were made with. */
  readonly images: ReadonlyMap<string, string>;
}

function imagesOf({ assignments, constants }: TimelineInput): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const { name, value } of assignments) {
    const reference = imageReference(value, constants);
    if (reference !== undefined) images.set(name, reference);
  }
  return images;
}

/** The reference of `docker.build(reference)` and `docker.image(reference)`. */
function imageReference(node: GroovyNode | undefined, constants: Constants): string | undefined {
  if (node?.kind !== 'call' || node.callee.kind !== 'member') return undefined;
  const { object, name } = node.callee;
  if (object.kind !== 'name' || object.name !== 'docker' || (name !== 'build' && name !== 'image')) return undefined;
  return templateOf(node.arguments[0]?.value, constants) ?? unknownText;
}

function eventsOf(subject: Subject): readonly Event[] {
  const { call, file } = subject;
  if (isAtTheEnd(call)) return [];
  const stage = stageName(call, file.constants);
  const at = { call, stage, tags: [], references: [], start: call.node.start, end: call.node.end };
  if (call.name === 'push') return pushEvents(subject, at);
  if (isDockerCall(call) && call.name === 'build') return [{ ...at, kind: 'build' }];
  const script = file.scripts.get(call);
  if (script !== undefined) return scriptEvents(script, at, file.constants);
  if (marksUnstable(call)) return [{ ...at, kind: 'unstable' }];
  if (call.receiver !== undefined || knownSteps.has(call.name)) return [];
  if (/scan|anchore|prisma|twistlock|aqua/i.test(call.name) && call.name !== 'scanForIssues')
    return [{ ...at, kind: 'scan' }];
  const tests = /tests?(?![a-z])/i.test(call.name) || isTestStage(stage);
  return tests && !file.methods.has(call.name) ? [{ ...at, kind: 'test' }] : [];
}

/** The `post` of the pipeline runs when all stages are over. */
function isAtTheEnd({ scope }: Call): boolean {
  const names = enclosingCalls(scope).map(({ name }) => name);
  const post = names.indexOf('post');
  return post >= 0 && names[post + 1] === 'pipeline';
}

/** The name of the stage that a call stands in; empty where it stands in none. */
function stageName({ scope }: Call, constants: Constants): string {
  const stage = enclosing(scope, 'stage');
  return stage === undefined ? '' : (templateOf(positional(stage)[0] ?? named(stage, 'name'), constants) ?? '');
}

/** Whether a stage of this name is there for tests. */
export function isTestStage(stage: string): boolean {
  return /(?:^|[^a-z])(?:unit)?tests?(?![a-z])|testing/i.test(stage);
}

type Place = Omit<Event, 'kind'>;

function pushEvents({ call, images, file: { constants } }: Subject, at: Place): readonly Event[] {
  const { receiver } = call;
  const own = images.get(variableName(receiver) ?? '') ?? imageReference(receiver, constants);
  // A list has a push() too.
  if (own === undefined && enclosing(call.scope, 'withRegistry', 'withDockerRegistry') === undefined) return [];
  const [given] = positional(call);
  const tag = given === undefined ? tagOf(own ?? unknownText) : (templateOf(given, constants) ?? unknownText);
  return [{ ...at, kind: 'push', tags: [tag], start: call.node.start }];
}

function scriptEvents({ commands }: ShellScript, at: Place, constants: Constants): readonly Event[] {
  const isTest = isTestStage(at.stage);
  return commands.flatMap((command): readonly Event[] => {
    const placed = { ...at, start: command.start, end: command.start + command.text.length };
    const push = pushOf(command);
    if (push !== undefined) {
      const references = push.references.map((reference) => expand(reference, constants));
      return [{ ...placed, kind: 'push', references, tags: references.map(tagOf) }];
    }
    if (scans(command)) return [{ ...placed, kind: 'scan' }];
    if (buildsImage(command)) return [{ ...placed, kind: 'build' }];
    return runsTests(command) || (isTest && !isEcho(command)) ? [{ ...placed, kind: 'test' }] : [];
  });
}

/** Constants in what a shell expands, in either spelling. */
function expand(reference: string, constants: Constants): string {
  return reference.replace(/\\?\$(?:\{(?:env\.|params\.)?(\w+)\}|(\w+))/g, (_whole, braced, bare) => {
    const name = String(braced ?? bare);
    return constants.get(name) ?? `\${${name}}`;
  });
}

/** The tag of a reference, `latest` where it has none; `${?}` where it may be in what is unknown. */
function tagOf(reference: string): string {
  const last =
    reference
      .replaceAll(/\$\{[^}]*\}/g, (all) => all.replaceAll(/[/:]/g, '?'))
      .split('/')
      .at(-1) ?? '';
  const colon = last.indexOf(':');
  if (colon >= 0) return last.slice(colon + 1);
  return last.includes('$') ? unknownText : 'latest';
}

/** Whether a step can make the build UNSTABLE, or take a failure for less than one, and go on. */
function marksUnstable(call: Call): boolean {
  const { name } = call;
  if (isStep(call, 'junit', 'xunit', 'testNG', 'nunit')) return !isTrue(named(call, 'skipMarkingBuildUnstable'));
  if (isStep(call, 'step')) return /JUnit|XUnit|TestNG/.test(plainText(named(call, '$class')) ?? '');
  if (isStep(call, 'catchError')) return plainText(named(call, 'buildResult')) !== 'SUCCESS';
  return call.receiver === undefined && (name === 'warnError' || (name === 'unstable' && positional(call).length > 0));
}

function isTrue(node: GroovyNode | undefined): boolean {
  return node?.kind === 'constant' && node.text === 'true';
}
