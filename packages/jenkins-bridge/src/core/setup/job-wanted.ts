import type { Parameter } from '../pipeline/model/settings.js';
import type { Source } from '../pipeline/model/source.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { text, type Wanted } from '../xml/ensure-xml.js';
import { triggerFields } from './trigger-wanted.js';

/** What a job is made from. */
export interface JobRequest {
  readonly pipeline: Pipeline;
  /** The repository that Jenkins clones. */
  readonly repository: string;
  /** Where the Jenkinsfile is in it. */
  readonly scriptPath: string;
}

/** The configuration of a Pipeline from SCM that builds a pipeline of ours. What a person adds besides is not spoken of. */
export function wantedJob({ pipeline, repository, scriptPath }: JobRequest): Wanted {
  const { source } = pipeline;
  return {
    kind: 'fields',
    name: 'flow-definition',
    fields: [
      { kind: 'fields', name: 'properties', fields: propertyFields(pipeline) },
      {
        kind: 'fields',
        name: 'definition',
        class: 'org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition',
        fields: [gitScm(source, repository), text('scriptPath', scriptPath), text('lightweight', true)],
      },
    ],
  };
}

function gitScm({ branch, credentialsId, ...source }: Source, repository: string): Wanted {
  return {
    kind: 'fields',
    name: 'scm',
    class: 'hudson.plugins.git.GitSCM',
    fields: [
      text('configVersion', 2),
      {
        kind: 'list',
        name: 'userRemoteConfigs',
        items: [
          fields('hudson.plugins.git.UserRemoteConfig', [
            text('url', repository),
            text('credentialsId', credentialsId),
          ]),
        ],
      },
      {
        kind: 'list',
        name: 'branches',
        items: [fields('hudson.plugins.git.BranchSpec', [text('name', `*/${branch}`)])],
      },
      { kind: 'fields', name: 'extensions', fields: extensions(source) },
    ],
  };
}

function extensions({ submodules, lfs, depth }: Pick<Source, 'submodules' | 'lfs' | 'depth'>): readonly Wanted[] {
  const base = 'hudson.plugins.git.extensions.impl';
  return [
    submodules
      ? fields(`${base}.SubmoduleOption`, [
          text('disableSubmodules', false),
          text('recursiveSubmodules', true),
          text('parentCredentials', true),
        ])
      : absent(`${base}.SubmoduleOption`),
    lfs ? fields(`${base}.GitLFSPull`, []) : absent(`${base}.GitLFSPull`),
    // Without a depth, how a person clones is the person's.
    ...(depth === undefined ? [] : [fields(`${base}.CloneOption`, [text('shallow', true), text('depth', depth)])]),
  ];
}

function propertyFields({ parameters, options, source }: Pipeline): readonly Wanted[] {
  const { concurrentBuilds, keepBuilds, keepDays } = options;
  const single = 'org.jenkinsci.plugins.workflow.job.properties.DisableConcurrentBuildsJobProperty';
  const discards = keepBuilds !== undefined || keepDays !== undefined;
  return [
    ...(discards ? [buildDiscarder(keepBuilds, keepDays)] : []),
    concurrentBuilds === 'allow'
      ? absent(single)
      : fields(single, [text('abortPrevious', concurrentBuilds === 'abort-previous')]),
    {
      kind: 'fields',
      name: 'org.jenkinsci.plugins.workflow.job.properties.PipelineTriggersJobProperty',
      fields: [{ kind: 'fields', name: 'triggers', fields: triggerFields(source.triggers) }],
      ifThere: source.triggers.length === 0,
    },
    parameters.length === 0
      ? absent('hudson.model.ParametersDefinitionProperty')
      : fields('hudson.model.ParametersDefinitionProperty', [
          { kind: 'list', name: 'parameterDefinitions', items: parameters.map(parameterWanted) },
        ]),
  ];
}

function buildDiscarder(builds: number | undefined, days: number | undefined): Wanted {
  const strategy: Wanted = {
    kind: 'fields',
    name: 'strategy',
    class: 'hudson.tasks.LogRotator',
    fields: [
      text('daysToKeep', days ?? -1),
      text('numToKeep', builds ?? -1),
      text('artifactDaysToKeep', -1),
      text('artifactNumToKeep', -1),
    ],
  };
  return fields('jenkins.model.BuildDiscarderProperty', [strategy]);
}

function parameterWanted(parameter: Parameter): Wanted {
  const shared = [
    text('name', parameter.name),
    ...(parameter.description === undefined ? [] : [text('description', parameter.description)]),
  ];
  switch (parameter.kind) {
    case 'string':
      return fields('hudson.model.StringParameterDefinition', [...shared, text('defaultValue', parameter.default)]);
    case 'text':
      return fields('hudson.model.TextParameterDefinition', [...shared, text('defaultValue', parameter.default)]);
    case 'boolean':
      return fields('hudson.model.BooleanParameterDefinition', [...shared, text('defaultValue', parameter.default)]);
    case 'choice':
      return fields('hudson.model.ChoiceParameterDefinition', [...shared, choices(parameter.choices)]);
    case 'password':
      // What its default is, Jenkins does not show.
      return fields('hudson.model.PasswordParameterDefinition', shared);
  }
}

function choices(values: readonly string[]): Wanted {
  return {
    kind: 'fields',
    name: 'choices',
    class: 'java.util.Arrays$ArrayList',
    fields: [{ kind: 'list', name: 'a', class: 'string-array', items: values.map((value) => text('string', value)) }],
  };
}

/** An element with these children, and others that stay. */
function fields(name: string, inner: readonly Wanted[]): Wanted {
  return { kind: 'fields', name, fields: inner };
}

function absent(name: string): Wanted {
  return { kind: 'absent', name };
}
