import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment, type RunningProcess, runProcess, startProcess } from '@towline/shared/process';
import type { z } from 'zod';
import type { ParsedScript, PipelineBuild, PipelineResult, StepAnswer, StepCall } from './pipeline.js';
import { engineMessageSchema, parsedScriptSchema, pipelineResultSchema } from './schema.js';

/** The pipeline engine of test/groovy: one JVM, for as many scripts and builds as a test file needs, also at the same time. */
export interface GroovyEngine {
  /** Reads a script with Groovy's own parser. */
  parse(text: string): Promise<ParsedScript>;
  /** Runs a pipeline to its end. */
  run(build: PipelineBuild): Promise<PipelineResult>;
  stop(): Promise<void>;
}

type Message = z.infer<typeof engineMessageSchema>;

const buildScript = fileURLToPath(new URL('../../../groovy/build.sh', import.meta.url));
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'JAVA_HOME', 'XDG_CACHE_HOME', 'TOWLINE_CACHE'];

/** Builds the engine where that is still to be done, and starts it. */
export async function startGroovyEngine(): Promise<GroovyEngine> {
  const env = inheritedEnvironment(process.env, inherited);
  const built = await runProcess({ command: 'bash', args: [buildScript], env, maxOutputBytes: 65_536 });
  const java = startProcess({
    command: 'java',
    args: javaArguments(Buffer.from(built.stdout).toString('utf8').trim()),
    env,
  });
  const conversations = new Map<number, (message: Message) => void>();
  const gone = listen(java, conversations);
  // Who talks to it hears of its end; nobody else needs to.
  gone.catch(() => undefined);

  let lastId = 0;
  const send = (message: object) => java.stdin.write(`${JSON.stringify(message)}\n`);
  const converse = <T>(request: object, schema: z.ZodType<T>, build?: PipelineBuild): Promise<T> => {
    lastId += 1;
    const id = lastId;
    const done = new Promise<T>((resolve, reject) => {
      const settle = async (message: Message) => {
        if (message.kind === 'ask') send({ id, op: 'answer', answer: await answerOf(message.call, build) });
        else if (message.kind === 'left') build?.left?.(message.index);
        else if (message.kind === 'done') resolve(schema.parse(message.value));
        else throw new Error(`the pipeline engine has a defect: ${message.message}`);
      };
      conversations.set(id, (message) => void settle(message).catch(reject));
      send({ id, ...request });
    });
    return Promise.race([done, gone]).finally(() => conversations.delete(id));
  };

  return {
    parse: (text) => converse({ op: 'parse', text }, parsedScriptSchema),
    run({ answer, left, ...given }) {
      const build = { commit: defaultCommit, ...given };
      return converse({ op: 'run', ...build }, pipelineResultSchema, { ...build, answer, left });
    },
    async stop() {
      java.stdin.end();
      await java.done;
    },
  };
}

/** Hands each message to its conversation; rejects when the engine ends, with what it said last. */
async function listen(
  java: RunningProcess,
  conversations: ReadonlyMap<number, (message: Message) => void>,
): Promise<never> {
  for await (const line of createInterface({ input: java.stdout })) {
    const message = engineMessageSchema.parse(JSON.parse(line));
    conversations.get(message.id)?.(message);
  }
  const { stderr } = await java.done;
  throw new Error(`the pipeline engine has ended: ${stderr}`);
}

async function answerOf(call: StepCall, build: PipelineBuild | undefined): Promise<StepAnswer> {
  return (await build?.answer?.(call)) ?? usualAnswer(call, build?.commit);
}

/** What is checked out where a build does not say. */
const defaultCommit = '0123456789abcdef0123456789abcdef01234567';

function usualAnswer(call: StepCall, commit: string | undefined): StepAnswer {
  if (call.command === 'git rev-parse HEAD') return { stdout: `${commit}\n` };
  return {};
}

function javaArguments(folder: string): string[] {
  const jars = readdirSync(join(folder, 'jars')).map((name) => join(folder, 'jars', name));
  return [
    // Each script is classes of its own: bounds that are soon reached have them collected.
    '-Xmx256m',
    '-XX:MaxMetaspaceSize=96m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    // Groovy 2.4 and serialization look into these packages.
    ...['lang', 'util', 'io', 'net'].flatMap((name) => ['--add-opens', `java.base/java.${name}=ALL-UNNAMED`]),
    '-cp',
    [join(folder, 'classes'), ...jars].join(delimiter),
    'dev.towline.engine.Main',
  ];
}
