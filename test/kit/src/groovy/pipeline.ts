/** A step that a pipeline called. */
export interface StepCall {
  readonly index: number;
  readonly step: string;
  /** By name, also where the pipeline gave its main argument without one. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Of `sh` and its like: the script, with the variables in which docker-workflow passes names filled in. */
  readonly command?: string | undefined;
  /** Of `sh` and its like: the variables that the blocks around have set. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The stages around, as `Outer / Inner`; empty outside a stage. */
  readonly stage: string;
  /** The label that the node was asked for, empty for any; null outside a node. */
  readonly node: string | null;
  /** The names of the blocks around, outermost first. */
  readonly within: readonly string[];
  /** The branch of `parallel`; empty outside one. */
  readonly branch: string;
}

/** How a build, or a stage of it, ended. */
export type BuildResult = 'SUCCESS' | 'UNSTABLE' | 'FAILURE' | 'NOT_BUILT' | 'ABORTED';

/** What the world says to a step; nothing of it means that the step does as usual. */
export interface StepAnswer {
  /** What the step gives back. */
  readonly value?: unknown;
  /** What a command prints. */
  readonly stdout?: string | undefined;
  /** How a command exits; other than 0 fails the step where the pipeline does not ask for the status. */
  readonly status?: number | undefined;
  /** The step fails with this message. */
  readonly fail?: string | undefined;
  /** The build is aborted, an `input` is rejected, or the time of a `timeout` is over. */
  readonly interrupt?: 'abort' | 'reject' | 'timeout' | undefined;
  /** The step marks the build, as `junit` does where tests fail. */
  readonly result?: BuildResult | undefined;
}

/** A shared library that the controller knows. */
export interface PipelineLibrary {
  /** The folder with `vars`, `src` and `resources`. */
  readonly folder: string;
  /** Whether its code runs outside the sandbox, as that of a global library does. Default true. */
  readonly trusted?: boolean | undefined;
}

/** A pipeline to run, and the world around it. */
export interface PipelineBuild {
  /** The Jenkinsfile. */
  readonly script: string;
  /** Answers each step before it is carried out; undefined leaves it to do as usual. */
  readonly answer?: ((call: StepCall) => StepAnswer | undefined | Promise<StepAnswer | undefined>) | undefined;
  /** Is told when the block of a step has ended. */
  readonly left?: ((index: number) => void) | undefined;
  /** Run as a Jenkinsfile from source control is, and record what the sandbox has to allow. */
  readonly sandbox?: boolean | undefined;
  /** False runs without writing and reading the program at every step. */
  readonly serialize?: boolean | undefined;
  /** The controller restarts after the step of this index has been answered. */
  readonly restartAt?: number | undefined;
  /** The seed of the order in which branches go on; without one they take turns. */
  readonly seed?: number | undefined;
  readonly buildNumber?: number | undefined;
  readonly previousResult?: BuildResult | undefined;
  /** What started it, as `triggeredBy` names it. */
  readonly trigger?: string | undefined;
  /** The files that its commits changed. */
  readonly changedFiles?: readonly string[] | undefined;
  /** Builds that name the same controller share its locks and milestones. */
  readonly controller?: string | undefined;
  /** The commit that a checkout brings. */
  readonly commit?: string | undefined;
  /** The files that a checkout brings. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly libraries?: Readonly<Record<string, PipelineLibrary>> | undefined;
  /** Steps of further plugins; they are recorded and give back what the answer says. */
  readonly extraSteps?: readonly string[] | undefined;
  /** Steps whose plugin is not installed. */
  readonly missingSteps?: readonly string[] | undefined;
}

/** Something the compiler says about a script. */
export interface ScriptFinding {
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What became of a build. */
export interface PipelineResult {
  readonly result: BuildResult;
  readonly calls: readonly StepCall[];
  /** How each stage ended, by its path; `SKIPPED` where a condition or an earlier failure kept it from running. */
  readonly stages: Readonly<Record<string, BuildResult | 'SKIPPED'>>;
  readonly log: readonly string[];
  readonly error: {
    readonly type: string;
    readonly message: string;
    readonly line: number | null;
    /** Of a script that does not compile. */
    readonly findings: readonly ScriptFinding[];
  } | null;
  /** What the sandbox had to allow, in the words of Jenkins' lists, or as `step …` and `global …`. Empty outside the sandbox. */
  readonly sandbox: readonly string[];
}

/** A string literal of a script; `value`, or `parts` around `expressions` where it is interpolated. Positions count from 1. */
export interface GroovyLiteral {
  readonly value?: string | undefined;
  readonly parts?: readonly string[] | undefined;
  readonly expressions?: readonly string[] | undefined;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A script as Groovy's own parser reads it. */
export interface ParsedScript {
  readonly errors: readonly ScriptFinding[];
  readonly literals: readonly GroovyLiteral[];
}
