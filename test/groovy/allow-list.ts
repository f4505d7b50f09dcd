/** Who lets pipelines in the sandbox do something. */
interface Permission {
  readonly by: string;
  /** In the words of the lists; `*` at the end stands for any name. */
  readonly entries: readonly string[];
}

const groovy = 'org.codehaus.groovy.runtime';

/** All that a rendered Jenkinsfile may do in the sandbox, and where Jenkins allows it. */
export const allowList: readonly Permission[] = [
  {
    by: 'script-security: generic-whitelist',
    entries: [
      'method java.lang.Object toString',
      'method java.lang.String endsWith java.lang.String',
      'method java.lang.String matches java.lang.String',
      'method java.lang.String replace java.lang.CharSequence java.lang.CharSequence',
      'method java.lang.String replaceAll java.lang.String java.lang.String',
      'method java.lang.String replaceFirst java.lang.String java.lang.String',
      'method java.lang.String substring int int',
      'method java.lang.String trim',
      'method java.util.Collection size',
      'method java.util.Map get java.lang.Object',
      'staticMethod groovy.json.JsonOutput toJson java.util.Map',
      `staticMethod ${groovy}.DefaultGroovyMethods getAt java.util.List int`,
      `staticMethod ${groovy}.DefaultGroovyMethods getAt java.util.Map java.lang.Object`,
      `staticMethod ${groovy}.DefaultGroovyMethods plus java.lang.String java.lang.Object`,
      `staticMethod ${groovy}.DefaultGroovyMethods plus java.util.List java.util.Collection`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter compareEqual java.lang.Object java.lang.Object`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter compareGreaterThan java.lang.Object java.lang.Object`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter compareLessThan java.lang.Object java.lang.Object`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter compareNotEqual java.lang.Object java.lang.Object`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter isCase java.lang.Object java.lang.Object`,
      'staticMethod org.kohsuke.groovy.sandbox.impl.Checker checkedCast java.lang.Class java.lang.Object boolean boolean boolean',
    ],
  },
  {
    by: 'groovy-sandbox: how its transformer writes a string with a value in it, or a cast; script-security never sees it',
    entries: [
      `new ${groovy}.GStringImpl java.lang.Object[] java.lang.String[]`,
      `staticMethod ${groovy}.ScriptBytecodeAdapter asType java.lang.Object java.lang.Class`,
    ],
  },
  {
    by: 'workflow-cps and workflow-support: @Whitelisted of env, params and currentBuild (EnvActionImpl, ParamsVariable, RunWrapper)',
    entries: [
      'global env',
      'global EnvironmentVariable *',
      'global params',
      'global currentBuild',
      'global CurrentBuild currentResult',
      'global CurrentBuild result',
      'global CurrentBuild previousBuild',
      'global CurrentBuild changeSets',
    ],
  },
  {
    by: 'docker-workflow: its own global variable is trusted code',
    entries: [
      'global docker',
      'global Docker build',
      'global Docker image',
      'global Docker withRegistry',
      'global DockerImage inside',
      'global DockerImage push',
    ],
  },
  {
    by: 'git: @Whitelisted of GitSCM',
    entries: ['global scm', 'global Scm branches', 'global Scm extensions', 'global Scm userRemoteConfigs'],
  },
  { by: 'pipeline-model-definition: the step of declarative pipelines', entries: ['global pipeline', 'step script'] },
  {
    by: 'workflow-cps: symbols of describables (structs), which are data',
    entries: symbols(
      'aws booleanParam buildDiscarder choice cloneOption cron disableConcurrentBuilds file githubPush lfs logRotator parameters',
      'password pipelineTriggers pollSCM scmGit string submodule text upstream usernamePassword',
    ),
  },
  {
    by: 'workflow-cps: steps, which the sandbox does not look at',
    entries: steps(
      'build checkout cleanWs container echo error httpRequest input junit lock mail node parallel podTemplate properties pwd readFile readJSON',
      'retry bat powershell sh slackSend sleep stage stash timeout timestamps unstable unstash withAWS withCredentials withEnv writeFile ws',
    ),
  },
];

/** What of these nobody allows. */
export function refused(used: readonly string[]): readonly string[] {
  const entries = allowList.flatMap((permission) => permission.entries);
  return used.filter(
    (each) => !entries.some((entry) => (entry.endsWith('*') ? each.startsWith(entry.slice(0, -1)) : each === entry)),
  );
}

function symbols(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' ').map((name) => `global ${name}`));
}

function steps(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' ').map((name) => `step ${name}`));
}
