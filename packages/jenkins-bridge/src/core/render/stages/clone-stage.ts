import type { Source } from '../../pipeline/model/source.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { block, type Code } from '../code.js';
import { asksForBranch, conditionExpression } from '../conditions.js';
import { type Context, mainShell } from '../context.js';
import { groovyArguments, groovyLine } from '../groovy-text.js';
import type { Shell } from '../shell.js';
import type { Stage } from '../stage.js';

/** The first stage: the source, and what everything else is made from. */
export function cloneStage(context: Context): Stage {
  const { pipeline } = context;
  const shell = mainShell(pipeline);
  return {
    kind: 'stage',
    name: 'Clone repository',
    code: [
      ...checkoutCode(pipeline.source),
      ...factLines(pipeline, shell),
      ...branchCode(pipeline),
      ...filterCode(context),
    ],
  };
}

/** Code that checks the source out, on any agent. */
export function checkoutCode(source: Source): Code {
  return source.kind === 'scm' && extensionsOf(source).length === 0 ? ['checkout scm'] : [`checkout ${scmOf(source)}`];
}

/** Code that puts the workspace of a further agent on the commit of the build. */
export function checkoutAgain(source: Source, shell: Shell): Code {
  const revision = shell.variable('TOWLINE_REVISION');
  return [...checkoutCode(source), `${shell.step} ${groovyLine(`git checkout --quiet --detach ${revision}`)}`];
}

/** Code of the source, for the step `checkout`. */
export function scmOf(source: Source): string {
  if (source.kind === 'scm') {
    const extensions = extensionsOf(source);
    if (extensions.length === 0) return 'scm';
    return `scmGit(branches: scm.branches, userRemoteConfigs: scm.userRemoteConfigs, extensions: scm.extensions + [${extensions.join(', ')}])`;
  }
  const remote = groovyArguments({ url: groovyLine(source.url), credentialsId: groovyLine(source.credentialsId) });
  const settings = groovyArguments({
    branches: `[[name: ${groovyLine(`refs/heads/${source.branch}`)}]]`,
    userRemoteConfigs: `[[${remote}]]`,
    extensions: extensionsOf(source).length === 0 ? undefined : `[${extensionsOf(source).join(', ')}]`,
  });
  return `scmGit(${settings})`;
}

function extensionsOf({ submodules, lfs, depth }: Source): readonly string[] {
  return [
    ...(submodules ? ['submodule(recursiveSubmodules: true, parentCredentials: true)'] : []),
    ...(lfs ? ['lfs()'] : []),
    ...(depth === undefined ? [] : [`cloneOption(shallow: true, depth: ${depth}, noTags: false, reference: '')`]),
  ];
}

/** Code that keeps what is found out in the environment of the build. */
function factLines(pipeline: Pipeline, shell: Shell): Code {
  const { url } = pipeline.source;
  return Object.entries(factCommands(shell)).flatMap(([name, command]) => {
    if (name === 'TOWLINE_TIMESTAMP' && !usesTag(pipeline, '{timestamp}')) return [];
    if (name === 'TOWLINE_SOURCE' && url !== undefined) return [`env.${name} = ${groovyLine(url)}`];
    const value = `${shell.step}(script: ${groovyLine(command)}, returnStdout: true).trim()`;
    // An address may have a user and a password in it, and labels can be read by everybody.
    return [`env.${name} = ${value}${name === 'TOWLINE_SOURCE' ? ".replaceFirst('^(https?://)[^/@]*@', '$1')" : ''}`];
  });
}

function factCommands({ step }: Shell): Readonly<Record<string, string>> {
  const windowsTime = (format: string): string => `@powershell -NoProfile -Command "${format}"`;
  const clock =
    step === 'sh'
      ? { TOWLINE_CREATED: 'date -u +%Y-%m-%dT%H:%M:%SZ', TOWLINE_TIMESTAMP: 'date -u +%s' }
      : {
          TOWLINE_CREATED: windowsTime("(Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')"),
          TOWLINE_TIMESTAMP: windowsTime('[DateTimeOffset]::UtcNow.ToUnixTimeSeconds()'),
        };
  // Otherwise cmd.exe prints the command itself too.
  const quiet = step === 'sh' ? '' : '@';
  return {
    TOWLINE_REVISION: `${quiet}git rev-parse HEAD`,
    TOWLINE_SOURCE: `${quiet}git config --get remote.origin.url`,
    TOWLINE_VERSION: `${quiet}git describe --tags --always`,
    ...clock,
  };
}

/** A job of one branch does not say which. */
function branchCode(pipeline: Pipeline): Code {
  const { source, publication, after } = pipeline;
  const whens = [
    source.filters,
    publication.when,
    ...publication.tags.map(({ when }) => when),
    ...after.flatMap((step) => [step.when, ...('tags' in step ? step.tags.map(({ when }) => when) : [])]),
  ];
  if (!usesTag(pipeline, '{branch}') && !asksForBranch(whens)) return [];
  return [
    `env.BRANCH_NAME = env.BRANCH_NAME ?: ${groovyLine(source.branch)} // A job of one branch does not say which.`,
  ];
}

/** Ends builds that are not wanted, before anything is built. */
function filterCode(context: Context): Code {
  const condition = conditionExpression(context.pipeline.source.filters, context);
  if (condition === undefined) return [];
  return [
    block(`if (!(${condition}))`, [
      "currentBuild.result = 'NOT_BUILT'",
      "error 'Nothing is built: no filter of the source lets this branch, tag or change request in.'",
    ]),
  ];
}

function usesTag({ publication, after }: Pipeline, placeholder: string): boolean {
  const tags = [...publication.tags, ...after.flatMap((step) => ('tags' in step ? step.tags : []))];
  return tags.some(({ template }) => template.includes(placeholder));
}
