import type { Secret } from '@towline/shared/secret';

/** How every call may be ended. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What Jenkins says of itself and of us. */
export interface JenkinsIdentity {
  readonly version: string | undefined;
  readonly user: string | undefined;
}

/** A plugin that is installed. */
export interface InstalledPlugin {
  readonly name: string;
  readonly version: string;
}

/** A parameter that a job declares. */
export interface JobParameter {
  readonly name: string;
  readonly kind: 'string' | 'text' | 'boolean' | 'choice' | 'password' | 'other';
  readonly choices: readonly string[];
  readonly description: string;
}

/** A job. */
export interface Job {
  readonly fullName: string;
  readonly kind: 'pipeline' | 'folder' | 'multibranch' | 'other';
  readonly buildable: boolean;
  readonly parameters: readonly JobParameter[];
  readonly lastBuild: number | undefined;
}

/** The result of a build, in Jenkins' words. */
export type BuildResult = 'SUCCESS' | 'UNSTABLE' | 'FAILURE' | 'NOT_BUILT' | 'ABORTED';

/** Which build. */
export interface BuildId {
  readonly job: string;
  readonly number: number;
}

/** A build as it is now. */
export interface BuildState extends BuildId {
  /** Undefined while it runs. */
  readonly result: BuildResult | undefined;
  /** Undefined where this way to Jenkins does not tell it. */
  readonly startedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly url: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a request to build led to. */
export type BuildTicket =
  | { readonly kind: 'queued'; readonly job: string; readonly item: number }
  | { readonly kind: 'started'; readonly job: string; readonly number: number };

/** Where a request to build is. */
export type QueueState =
  | { readonly kind: 'waiting'; readonly why: string | undefined }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'started'; readonly number: number }
  /** Jenkins has forgotten the item, and no build says that it came from it. */
  | { readonly kind: 'gone' };

/** A stage of a Pipeline. */
export interface BuildStage {
  readonly id: string;
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'success' | 'unstable' | 'failed' | 'aborted' | 'paused' | 'skipped';
  readonly durationMs: number;
}

/** A question that a build waits at. */
export interface BuildInput {
  readonly id: string;
  readonly message: string;
  /** What it asks for besides. */
  readonly parameters: readonly InputParameter[];
}

/** A parameter that a question asks for. */
export interface InputParameter extends JobParameter {
  /** What it is where nobody gives a value; undefined where Jenkins does not tell it, as of a password. */
  readonly fallback: string | undefined;
}

/** Which question of which build. */
export interface BuildQuestion extends BuildId {
  /** The id of the {@link BuildInput}. */
  readonly input: string;
}

/** The answer to a {@link BuildInput}. */
export type InputAnswer =
  | { readonly kind: 'proceed'; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'abort' };

/** A part of a log. */
export interface LogPage {
  /** Text as it comes, in pieces that need not end at lines. Must be read to the end or returned. */
  readonly text: AsyncIterable<string>;
  /** Where the next page starts, in bytes of Jenkins' own file; the length of the text says nothing about it. */
  readonly next: number;
  /** Whether the build may still write. */
  readonly more: boolean;
}

/** How a build is ended, from the gentlest. */
export type Interruption = 'stop' | 'term' | 'kill';

/** A Jenkinsfile that Jenkins looked at. */
export type Validation =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly findings: readonly ValidationFinding[] };

/** What Jenkins finds wrong. */
export interface ValidationFinding {
  readonly message: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** A secret that Jenkins keeps, without the secret: its XML where that may be seen. */
export interface StoredCredential {
  readonly id: string;
  /** With every secret taken out by Jenkins. */
  readonly xml: string;
}

/** Where credentials are kept: for all, or for the jobs of a folder. */
export type CredentialStore = { readonly kind: 'system' } | { readonly kind: 'folder'; readonly folder: string };

/** Where a credential is kept, and its id. */
export interface CredentialPlace {
  readonly store: CredentialStore;
  readonly id: string;
}

/** Jenkins itself. */
export interface JenkinsServer {
  identify(options?: CallOptions): Promise<JenkinsIdentity>;
  plugins(options?: CallOptions): Promise<readonly InstalledPlugin[]>;
}

/** Jobs and their configuration. */
export interface JenkinsJobs {
  /** Undefined where there is none, or none that the user may see. */
  job(fullName: string, options?: CallOptions): Promise<Job | undefined>;
  /** The XML of a job or a folder; undefined where there is none. */
  configuration(fullName: string, options?: CallOptions): Promise<string | undefined>;
  create(fullName: string, xml: Secret | string, options?: CallOptions): Promise<void>;
  update(fullName: string, xml: Secret | string, options?: CallOptions): Promise<void>;
}

/** Builds. */
export interface JenkinsBuilds {
  /** Asks for a build. The parameters must be those that the job declares: Jenkins forgets others without a word. */
  trigger(
    job: string,
    parameters: Readonly<Record<string, Secret | string>>,
    options?: CallOptions,
  ): Promise<BuildTicket>;
  queued(ticket: BuildTicket, options?: CallOptions): Promise<QueueState>;
  /** Takes a request out of the queue. */
  cancel(ticket: BuildTicket, options?: CallOptions): Promise<void>;
  /** Undefined where there is no such build. */
  build(id: BuildId, options?: CallOptions): Promise<BuildState | undefined>;
  /** The newest builds of a job, newest first. */
  history(job: string, limit: number, options?: CallOptions): Promise<readonly BuildState[]>;
  log(id: BuildId, start: number, options?: CallOptions): Promise<LogPage>;
  /** Undefined where Jenkins does not tell: not a Pipeline, no plugin for it, or SSH. */
  stages(id: BuildId, options?: CallOptions): Promise<readonly BuildStage[] | undefined>;
  inputs(id: BuildId, options?: CallOptions): Promise<readonly BuildInput[]>;
  answer(question: BuildQuestion, answer: InputAnswer, options?: CallOptions): Promise<void>;
  interrupt(id: BuildId, how: Interruption, options?: CallOptions): Promise<void>;
}

/** Credentials. What is secret in them goes in and never comes out. */
export interface JenkinsCredentials {
  credential(place: CredentialPlace, options?: CallOptions): Promise<StoredCredential | undefined>;
  createCredential(store: CredentialStore, xml: Secret, options?: CallOptions): Promise<void>;
  updateCredential(place: CredentialPlace, xml: Secret, options?: CallOptions): Promise<void>;
}

/** The looks that Jenkins itself takes at a Jenkinsfile. */
export interface JenkinsValidation {
  /** By the declarative validator; a scripted one, by the compiler, which needs the name of any Pipeline. */
  validate(
    jenkinsfile: string,
    how: { readonly scriptedIn?: string | undefined },
    options?: CallOptions,
  ): Promise<Validation>;
}

/** An API token that was made. It can be seen only now. */
export interface ApiToken {
  readonly id: string;
  readonly token: Secret;
}

/** API tokens of the user that asks. */
export interface JenkinsTokens {
  createToken(name: string, options?: CallOptions): Promise<ApiToken>;
  revokeToken(id: string, options?: CallOptions): Promise<void>;
}

/** A Jenkins, whichever way it is asked. Every call throws a `JenkinsError`; what cannot be done on this way is `jenkins-unsupported`. */
export interface Jenkins
  extends JenkinsServer,
    JenkinsJobs,
    JenkinsBuilds,
    JenkinsCredentials,
    JenkinsValidation,
    JenkinsTokens {
  /** Closes what is open. */
  close(): Promise<void>;
}
