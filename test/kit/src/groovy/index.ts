export { type AnswerRule, answerBy } from './answer-by.js';
export { commandsOf } from './commands.js';
export { describeEngine } from './describe-engine.js';
export { type GroovyEngine, startGroovyEngine } from './engine.js';
export type {
  BuildResult,
  GroovyLiteral,
  ParsedScript,
  PipelineBuild,
  PipelineLibrary,
  PipelineResult,
  ScriptFinding,
  StepAnswer,
  StepCall,
} from './pipeline.js';
