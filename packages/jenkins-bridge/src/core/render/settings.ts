import { parseDuration } from '@towline/shared/text';
import type { Parameter } from '../pipeline/model/settings.js';
import type { Trigger } from '../pipeline/model/source.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { groovyArguments, groovyLine, groovyString } from './groovy-text.js';

/** How long the build may take, and its approvals besides. */
export function timeLimit({ options, publication, after }: Pipeline): string {
  const approvals = [publication.approval, ...after.map(({ approval }) => approval)];
  const waiting = approvals.reduce(
    (sum, approval) => sum + (approval === undefined ? 0 : seconds(approval.timeout)),
    0,
  );
  return timeoutArguments(seconds(options.timeout) + waiting);
}

/** The arguments of the step `timeout`. */
export function timeoutArguments(total: number): string {
  if (total % 3600 === 0) return `time: ${total / 3600}, unit: 'HOURS'`;
  return total % 60 === 0 ? `time: ${total / 60}, unit: 'MINUTES'` : `time: ${total}, unit: 'SECONDS'`;
}

/** A duration in seconds. */
export function seconds(duration: string): number {
  return Math.ceil((parseDuration(duration) ?? 0) / 1000);
}

/** Properties of the job that both syntaxes write alike. */
export function jobOptions({ options }: Pipeline): readonly string[] {
  const { concurrentBuilds, keepBuilds, keepDays } = options;
  const kept = groovyArguments({
    numToKeepStr: keepBuilds === undefined ? undefined : `'${keepBuilds}'`,
    daysToKeepStr: keepDays === undefined ? undefined : `'${keepDays}'`,
  });
  return [
    ...(concurrentBuilds === 'queue' ? ['disableConcurrentBuilds()'] : []),
    ...(concurrentBuilds === 'abort-previous' ? ['disableConcurrentBuilds(abortPrevious: true)'] : []),
    ...(kept === '' ? [] : [`buildDiscarder(logRotator(${kept}))`]),
  ];
}

/** What starts a build, as both syntaxes write it. Each kind stands there once: Jenkins keeps one of each. */
export function triggerCalls(triggers: readonly Trigger[]): readonly string[] {
  const polls = triggers.flatMap((trigger) => (trigger.kind === 'poll' ? [trigger.schedule] : []));
  const times = triggers.flatMap((trigger) => (trigger.kind === 'schedule' ? [trigger.schedule] : []));
  const jobs = triggers.flatMap((trigger) => (trigger.kind === 'upstream' ? trigger.jobs : []));
  const callers = triggers.flatMap((trigger) => (trigger.kind === 'webhook' ? [trigger.from] : []));
  return [
    // Who is notified of commits looks for them where it may poll, if only when it is told to.
    ...(polls.length > 0 || callers.includes('notify-commit') ? [`pollSCM(${scheduleLine(polls)})`] : []),
    ...(callers.includes('github') ? ['githubPush()'] : []),
    ...(callers.includes('gitlab') ? ['gitlab(triggerOnPush: true)'] : []),
    ...(times.length > 0 ? [`cron(${scheduleLine(times)})`] : []),
    ...(jobs.length > 0 ? [`upstream(upstreamProjects: ${groovyLine(jobs.join(','))}, threshold: 'SUCCESS')`] : []),
  ];
}

function scheduleLine(schedules: readonly string[]): string {
  return groovyLine([...new Set(schedules)].join('\n'));
}

/** A parameter, as both syntaxes write it. */
export function parameterCall(parameter: Parameter): string {
  const { kind, name, description } = parameter;
  const settings = (defaultValue: string | undefined, choices?: string): string =>
    groovyArguments({
      name: groovyLine(name),
      defaultValue,
      choices,
      description: description === undefined ? undefined : groovyLine(description),
    });
  switch (kind) {
    case 'string':
      return `string(${settings(groovyLine(parameter.default))})`;
    case 'text':
      return `text(${settings(groovyString(parameter.default))})`;
    case 'boolean':
      return `booleanParam(${settings(String(parameter.default))})`;
    case 'choice':
      return `choice(${settings(undefined, `[${parameter.choices.map(groovyLine).join(', ')}]`)})`;
    case 'password':
      return `password(${settings("''")})`;
  }
}
