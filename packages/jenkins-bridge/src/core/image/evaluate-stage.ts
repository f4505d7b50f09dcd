import type { Dockerfile, Instruction, NameValue } from '../dockerfile/instruction.js';
import { substitute, type Variables } from '../dockerfile/substitute.js';
import type { BuildStep, CopyingInstruction, CopyStep } from './build-step.js';
import { commandWords, exposedPorts, healthConfig, stopSignal, withVariable } from './container-changes.js';
import type { ContainerConfig } from './image-config.js';
import { absolutePath } from './image-path.js';
import { findSource } from './plan-stages.js';

/** A stage, and what it begins with. */
export interface StageInputs {
  readonly dockerfile: Dockerfile;
  readonly index: number;
  readonly base: ContainerConfig;
  readonly globals: Variables;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** What a stage comes to: the config at its end, and the steps that make layers. */
export interface StageEvaluation {
  readonly config: ContainerConfig;
  readonly author?: string | undefined;
  readonly steps: readonly BuildStep[];
}

/** Instructions that change the config and nothing else. */
type ConfigInstruction = Exclude<
  Instruction,
  CopyingInstruction | { readonly kind: 'env' | 'label' | 'arg' | 'workdir' | 'maintainer' }
>;

/** Goes through the instructions of a stage, replacing variables by what they are at that point. */
export function evaluateStage(inputs: StageInputs): StageEvaluation {
  const evaluator = new StageEvaluator(inputs);
  for (const instruction of inputs.dockerfile.stages[inputs.index]?.instructions ?? []) evaluator.take(instruction);
  return evaluator.result();
}

class StageEvaluator {
  readonly #inputs: StageInputs;
  #config: ContainerConfig;
  #author: string | undefined;
  #commandIsSet = false;
  readonly #arguments = new Map<string, string>();
  readonly #steps: BuildStep[] = [];

  constructor(inputs: StageInputs) {
    this.#inputs = inputs;
    this.#config = inputs.base;
  }

  result(): StageEvaluation {
    return { config: this.#config, author: this.#author, steps: this.#steps };
  }

  take(instruction: Instruction): void {
    const { line, source } = instruction;
    switch (instruction.kind) {
      case 'copy':
      case 'add':
        this.#steps.push(this.#copy(instruction));
        return;
      case 'workdir': {
        const path = absolutePath(this.#config.WorkingDir ?? '/', this.#replace(instruction.value, line));
        this.#set({ WorkingDir: path });
        this.#steps.push({ kind: 'workdir', path, createdBy: `WORKDIR ${path}` });
        return;
      }
      case 'env':
      case 'label': {
        const pairs = this.#pairs(instruction.pairs, line);
        this.#named(instruction.kind, pairs);
        this.#note(`${instruction.kind.toUpperCase()} ${pairs.map(({ name, value }) => `${name}=${value}`).join(' ')}`);
        return;
      }
      case 'arg':
        for (const { name, fallback } of instruction.names) this.#declare(name, fallback, line);
        this.#note(source);
        return;
      case 'maintainer':
        this.#author = instruction.value;
        this.#note(source);
        return;
      default:
        this.#commandIsSet ||= instruction.kind === 'cmd';
        this.#set(this.#changes(instruction));
        this.#note(source);
    }
  }

  /** What an instruction changes that makes no layer. */
  #changes(instruction: ConfigInstruction): ContainerConfig {
    const { line } = instruction;
    const config = this.#config;
    switch (instruction.kind) {
      case 'cmd':
        return { Cmd: commandWords(instruction.command, config), ArgsEscaped: undefined };
      case 'entrypoint': {
        const Entrypoint = commandWords(instruction.command, config);
        // A CMD of the base was meant for the entrypoint of the base.
        return this.#commandIsSet ? { Entrypoint } : { Entrypoint, Cmd: undefined };
      }
      case 'shell':
        return { Shell: instruction.words };
      case 'expose':
        return { ExposedPorts: { ...config.ExposedPorts, ...flagged(this.#ports(instruction.values, line)) } };
      case 'volume': {
        const paths = instruction.values.map((value) => this.#replace(value, line));
        return { Volumes: { ...config.Volumes, ...flagged(paths) } };
      }
      case 'user':
        return { User: this.#replace(instruction.value, line) };
      case 'stopsignal':
        return { StopSignal: stopSignal(this.#replace(instruction.value, line), line) };
      case 'healthcheck':
        return { Healthcheck: healthConfig(instruction.check) };
      case 'run':
      case 'onbuild':
        // Refused before any stage is evaluated.
        return {};
    }
  }

  #ports(values: readonly string[], line: number): readonly string[] {
    return values
      .flatMap((value) => this.#replace(value, line).split(/\s+/))
      .filter((port) => port !== '')
      .flatMap((port) => exposedPorts(port, line));
  }

  #set(changes: ContainerConfig): void {
    this.#config = { ...this.#config, ...changes };
  }

  #note(createdBy: string): void {
    this.#steps.push({ kind: 'config', createdBy });
  }

  /** ENV wins over ARG. */
  #variables(): Variables {
    const environment = (this.#config.Env ?? []).map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    });
    return new Map([...this.#arguments, ...environment]);
  }

  #replace(text: string, line: number): string {
    return substitute(text, {
      variables: this.#variables(),
      escapeCharacter: this.#inputs.dockerfile.escapeCharacter,
      line,
    });
  }

  /** All values of one instruction see the variables as they were before it. */
  #pairs(pairs: readonly NameValue[], line: number): readonly NameValue[] {
    return pairs.map(({ name, value }) => ({ name: this.#replace(name, line), value: this.#replace(value, line) }));
  }

  #named(kind: 'env' | 'label', pairs: readonly NameValue[]): void {
    if (kind === 'label') {
      const labels = Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
      this.#set({ Labels: { ...this.#config.Labels, ...labels } });
      return;
    }
    const before = this.#config.Env ?? [];
    this.#set({ Env: pairs.reduce((env, { name, value }) => withVariable(env, name, value), before) });
  }

  #declare(name: string, fallback: string | undefined, line: number): void {
    const given = this.#inputs.buildArgs[name];
    const usual = fallback === undefined ? this.#inputs.globals.get(name) : this.#replace(fallback, line);
    const value = given ?? usual;
    if (value !== undefined) this.#arguments.set(name, value);
  }

  #copy(instruction: CopyingInstruction): CopyStep {
    const { line, source, link, inline } = instruction;
    const { dockerfile, index } = this.#inputs;
    const variables = this.#variables();
    const replace = (text: string) => this.#replace(text, line);
    const optional = (text: string | undefined) => (text === undefined ? undefined : replace(text));
    const destination = replace(instruction.destination);
    const isCopy = instruction.kind === 'copy';
    return {
      kind: 'copy',
      line,
      createdBy: source,
      from: isCopy && instruction.from !== undefined ? findSource(instruction.from, index, dockerfile) : undefined,
      sources: instruction.sources.map(replace),
      inline: inline.map(({ name, expand, content }) => ({
        name,
        content: expand
          ? substitute(content, { variables, escapeCharacter: dockerfile.escapeCharacter, line, verbatim: true })
          : content,
      })),
      destination: absolutePath(this.#config.WorkingDir ?? '/', destination),
      intoFolder: /(?:^|\/)\.{0,2}$/.test(destination),
      chown: optional(instruction.chown),
      chmod: optional(instruction.chmod),
      link,
      parents: isCopy && instruction.parents,
      exclude: instruction.exclude.map(replace),
      unpack: !isCopy && instruction.unpack !== false,
      checksum: isCopy ? undefined : optional(instruction.checksum),
    };
  }
}

function flagged(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
