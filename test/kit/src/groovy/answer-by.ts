import type { PipelineBuild, StepAnswer, StepCall } from './pipeline.js';

/** An answer and the steps that it is for; what a rule does not say fits every step. */
export interface AnswerRule extends StepAnswer {
  readonly step?: string | undefined;
  /** What the command of `sh` or its like contains or matches. */
  readonly command?: string | RegExp | undefined;
  /** The stage, as `Outer / Inner`. */
  readonly stage?: string | undefined;
  readonly branch?: string | undefined;
  /** To how many steps it is given, before the next rule that fits is. Default: to all. */
  readonly times?: number | undefined;
}

/** Answers by the first rule that fits. */
export function answerBy(rules: readonly AnswerRule[]): NonNullable<PipelineBuild['answer']> {
  const used = new Map<AnswerRule, number>();
  return (call) => {
    const rule = rules.find(
      (candidate) => fits(candidate, call) && (used.get(candidate) ?? 0) < (candidate.times ?? Infinity),
    );
    if (rule === undefined) return undefined;
    used.set(rule, (used.get(rule) ?? 0) + 1);
    const { step, command, stage, branch, times, ...answer } = rule;
    return answer;
  };
}

function fits(rule: AnswerRule, call: StepCall): boolean {
  return (
    (rule.step ?? call.step) === call.step &&
    (rule.stage ?? call.stage) === call.stage &&
    (rule.branch ?? call.branch) === call.branch &&
    (rule.command === undefined || (call.command !== undefined && contains(call.command, rule.command)))
  );
}

function contains(text: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
}
