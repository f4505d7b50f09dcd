export { startJenkinsSshd } from './cli/jenkins-sshd.js';
export { jenkinsProgram } from './jenkins-program.js';
export { type FakeJenkins, type JenkinsOptions, pipelineXml, startJenkins } from './start-jenkins.js';
export type { Item, JobBehaviour } from './state/items.js';
export type { Person } from './state/people.js';
export type { Interruption, Run, RunControl, RunResult, RunScript } from './state/run.js';
export type { Plugin, World } from './state/world.js';
