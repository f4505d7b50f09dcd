export type { BuildReport, FollowedBuild } from './app/builds/followed-build.js';
export type { StopOutcome } from './app/builds/stop-build.js';
export type { PushedImage } from './core/build/find-images.js';
export type {
  ApiToken,
  BuildId,
  BuildInput,
  BuildQuestion,
  BuildResult,
  BuildStage,
  BuildState,
  BuildTicket,
  CallOptions,
  CredentialPlace,
  CredentialStore,
  InputAnswer,
  InputParameter,
  InstalledPlugin,
  Interruption,
  Jenkins,
  JenkinsIdentity,
  Job,
  JobParameter,
  LogPage,
  QueueState,
  StoredCredential,
  Validation,
  ValidationFinding,
} from './core/jenkins/jenkins.js';
export {
  isJenkinsError,
  JenkinsError,
  type JenkinsErrorCode,
  jenkinsErrorCodes,
} from './core/jenkins/jenkins-error.js';
export { checkPipeline, type PipelineReading } from './core/pipeline/check-pipeline.js';
export { definePipeline } from './core/pipeline/define-pipeline.js';
export { pipelineJsonSchema } from './core/pipeline/json-schema.js';
export type { Pipeline, PipelineInput } from './core/pipeline/pipeline.js';
export {
  isPipelineError,
  PipelineError,
  type PipelineErrorCode,
  pipelineErrorCodes,
} from './core/pipeline/pipeline-error.js';
export {
  formatFinding,
  type PipelineFinding,
  type PipelineFindingCode,
  pipelineFindings,
} from './core/pipeline/pipeline-finding.js';
export { nextMoves, type PublishingPipeline, planPublication } from './core/publish/plan-publication.js';
export type {
  BranchHistory,
  MoveStep,
  PublicationFacts,
  PublicationPlan,
  PublicationStep,
} from './core/publish/publication-plan.js';
export { isRenderError, RenderError, type RenderErrorCode, renderErrorCodes } from './core/render/render-error.js';
export { pipelineSyntaxes, type RenderOptions, renderPipeline } from './core/render/render-pipeline.js';
export {
  createJenkins,
  type JenkinsAuth,
  type JenkinsClient,
  type JenkinsOptions,
  type StartOptions,
} from './create-jenkins.js';
export { version } from './version.js';
