/** Steps with a closure that runs where they stand: no other agent, no other time. */
const wrappers =
  'stage timeout retry withEnv withCredentials script timestamps ansiColor lock parallel catchError warnError wrap dir ws sshagent ' +
  'withAWS withMaven withGradle container throttle waitUntil configFileProvider withSonarQubeEnv withKubeConfig nodejs podTemplate ' +
  'withDockerRegistry withDockerContainer withDockerServer withVault containerLog each eachWithIndex times collect findAll any every with';

/** Steps that give their closure an agent. Those of docker-workflow take one where they have none. */
const agents = 'node withRegistry withServer withTool inside withRun';

/** Steps that need an agent's workspace or its shell. */
const working =
  'sh bat powershell pwsh checkout git svn junit archiveArtifacts stash unstash dir deleteDir cleanWs writeFile readFile fileExists ' +
  'readYaml writeYaml readJSON writeJSON readProperties publishHTML copyArtifacts xunit cucumber recordIssues findFiles zip unzip ' +
  'withDockerRegistry withDockerContainer sshagent ws isUnix pwd tool';

/** Everything else that the plugins which nearly every Jenkins has bring. */
const others =
  'pipeline agent stages steps environment options parameters triggers tools post when input matrix axes axis excludes exclude libraries ' +
  'always success failure unstable changed fixed regression aborted unsuccessful cleanup expression branch tag allOf anyOf not ' +
  'properties echo println print error build mail emailext slackSend hipchatSend office365ConnectorSend milestone sleep load library ' +
  'libraryResource credentials string booleanParam choice text password file usernamePassword usernameColonPassword sshUserPrivateKey ' +
  'certificate buildDiscarder logRotator disableConcurrentBuilds skipDefaultCheckout skipStagesAfterUnstable pollSCM cron upstream ' +
  'githubPush pipelineTriggers readTrusted getContext withContext step publishCoverage waitForQualityGate addBadge currentBuild ' +
  'usernameVariable passwordVariable containerTemplate emptyDirVolume hostPathVolume label docker dockerfile kubernetes any none ' +
  'ecrLogin s3Upload s3Download awsIdentity githubNotify updateGithubCommitStatus setGitHubPullRequestStatus addShortText';

const words = (all: string): ReadonlySet<string> => new Set(all.split(' '));

/** Whether this step runs its closure where it stands. */
export const wrapperSteps: ReadonlySet<string> = words(wrappers);

/** Whether this step gives its closure an agent. */
export const agentSteps: ReadonlySet<string> = words(agents);

/** Whether this step needs an agent. */
export const workingSteps: ReadonlySet<string> = words(working);

/** The steps that are known by name. Any other name is one of a shared library, of which nothing is known. */
export const knownSteps: ReadonlySet<string> = new Set([
  ...wrapperSteps,
  ...agentSteps,
  ...workingSteps,
  ...words(others),
]);
