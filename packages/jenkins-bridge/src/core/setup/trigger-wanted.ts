import type { Trigger } from '../pipeline/model/source.js';
import { text, type Wanted } from '../xml/ensure-xml.js';

const poll = 'hudson.triggers.SCMTrigger';
const timer = 'hudson.triggers.TimerTrigger';
const github = 'com.cloudbees.jenkins.GitHubPushTrigger';
const gitlab = 'com.dabsquared.gitlabjenkins.GitLabPushTrigger';
const upstream = 'jenkins.triggers.ReverseBuildTrigger';

/** The triggers of a job. Those of kinds that a pipeline cannot name stay as a person made them. */
export function triggerFields(triggers: readonly Trigger[]): readonly Wanted[] {
  const schedules = (kind: 'poll' | 'schedule') =>
    triggers.flatMap((one) => (one.kind === kind && 'schedule' in one ? [one.schedule] : []));
  const hooks = new Set(triggers.flatMap((one) => (one.kind === 'webhook' ? [one.from] : [])));
  const jobs = triggers.flatMap((one) => (one.kind === 'upstream' ? one.jobs : []));
  const polls = schedules('poll');
  const timers = schedules('schedule');
  return [
    // Whoever calls /git/notifyCommit starts jobs that poll; a blank schedule polls when it is called and at no other time.
    when(polls.length > 0 || hooks.has('notify-commit'), poll, [
      text('spec', polls.join('\n')),
      text('ignorePostCommitHooks', false),
    ]),
    when(hooks.has('github'), github, [text('spec', '')]),
    when(hooks.has('gitlab'), gitlab, [text('spec', ''), text('triggerOnPush', true)]),
    when(timers.length > 0, timer, [text('spec', timers.join('\n'))]),
    when(jobs.length > 0, upstream, [
      text('spec', ''),
      text('upstreamProjects', jobs.join(', ')),
      {
        kind: 'fields',
        name: 'threshold',
        fields: [text('name', 'SUCCESS'), text('ordinal', 0), text('color', 'BLUE'), text('completeBuild', true)],
      },
    ]),
  ];
}

function when(isWanted: boolean, name: string, fields: readonly Wanted[]): Wanted {
  return isWanted ? { kind: 'fields', name, fields } : { kind: 'absent', name };
}
