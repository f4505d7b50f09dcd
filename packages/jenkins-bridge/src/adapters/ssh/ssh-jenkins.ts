import type { CredentialStore, InstalledPlugin, Jenkins, Job, JobParameter } from '../../core/jenkins/jenkins.js';
import { isJenkinsError } from '../../core/jenkins/jenkins-error.js';
import { parseXml } from '../../core/xml/parse-xml.js';
import { child, descendant, type XmlElement } from '../../core/xml/xml-element.js';
import { parameterKind, placed } from '../jenkins-words.js';
import { createSshBuilds, jobName, unsupported } from './ssh-builds.js';
import { createSshCommands, type SshCommands } from './ssh-commands.js';
import { createSshSession, type SshOptions } from './ssh-session.js';

/** {@link Jenkins} by its command line over SSH. */
export function createSshJenkins(options: SshOptions): Jenkins {
  const session = createSshSession(options);
  const commands = createSshCommands(session);
  return {
    ...createSshBuilds(session, commands),
    async identify({ signal } = {}) {
      const version = (await commands.run(['version'], { signal })).stdout.trim();
      const { stdout } = await commands.run(['who-am-i'], { signal });
      return { version, user: /Authenticated as: (.*)/.exec(stdout)?.[1]?.trim() };
    },
    async plugins({ signal } = {}) {
      return (await commands.run(['list-plugins'], { signal })).stdout.split('\n').flatMap(readPlugin);
    },
    async job(fullName, { signal } = {}) {
      const xml = await optional(commands, ['get-job', jobName(fullName)], signal);
      return xml === undefined ? undefined : toJob(fullName, parseXml(xml));
    },
    configuration: (fullName, { signal } = {}) => optional(commands, ['get-job', jobName(fullName)], signal),
    async create(fullName, xml, { signal } = {}) {
      await commands.run(['create-job', jobName(fullName)], { input: reveal(xml), signal });
    },
    async update(fullName, xml, { signal } = {}) {
      await commands.run(['update-job', jobName(fullName)], { input: reveal(xml), signal });
    },
    async credential({ store, id }, { signal } = {}) {
      const xml = await optional(commands, ['get-credentials-as-xml', storeName(store), '_', id], signal);
      return xml === undefined ? undefined : { id, xml };
    },
    async createCredential(store, xml, { signal } = {}) {
      await commands.run(['create-credentials-by-xml', storeName(store), '_'], { input: reveal(xml), signal });
    },
    async updateCredential({ store, id }, xml, { signal } = {}) {
      await commands.run(['update-credentials-by-xml', storeName(store), '_', id], { input: reveal(xml), signal });
    },
    async validate(jenkinsfile, { scriptedIn }, { signal } = {}) {
      if (scriptedIn !== undefined) return unsupported('compile a scripted Jenkinsfile');
      const { exitCode, stdout } = await commands.run(['declarative-linter'], {
        input: jenkinsfile,
        answers: [1],
        signal,
      });
      if (exitCode === 0) return { kind: 'valid' };
      const lines = stdout.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Errors encountered'));
      return { kind: 'invalid', findings: lines.map(placed) };
    },
    createToken: () => unsupported('make an API token'),
    revokeToken: () => unsupported('revoke an API token'),
    close: () => session.close(),
  };
}

/** What a command says; undefined where it says that there is no such thing. */
async function optional(
  commands: SshCommands,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    return (await commands.run(words, { signal })).stdout;
  } catch (error) {
    if (isJenkinsError(error, 'jenkins-not-found')) return undefined;
    throw error;
  }
}

function reveal(xml: Parameters<Jenkins['create']>[1]): string {
  return typeof xml === 'string' ? xml : xml.reveal();
}

function storeName(store: CredentialStore): string {
  return store.kind === 'system' ? 'system::system::jenkins' : `folder::item::/${jobName(store.folder)}`;
}

/** The first and the last column; the name for people in between has blanks. */
function readPlugin(line: string): readonly InstalledPlugin[] {
  const [, name, version] = /^(\S+)\s.*?(\d\S*)(?:\s+\([^)]*\))?\s*$/.exec(line) ?? [];
  return name === undefined || version === undefined ? [] : [{ name, version }];
}

function toJob(fullName: string, root: XmlElement): Job {
  const property = descendant(root, 'properties', 'hudson.model.ParametersDefinitionProperty', 'parameterDefinitions');
  return {
    fullName,
    kind: kindOf(root.name),
    buildable:
      root.name === 'flow-definition' || root.name === 'project' ? child(root, 'disabled')?.text !== 'true' : false,
    parameters: (property?.children ?? []).map(toParameter),
    lastBuild: undefined,
  };
}

function kindOf(root: string): Job['kind'] {
  if (root === 'flow-definition') return 'pipeline';
  if (root.endsWith('Folder')) return 'folder';
  return root.includes('MultiBranch') ? 'multibranch' : 'other';
}

function toParameter(definition: XmlElement): JobParameter {
  const choices = child(definition, 'choices');
  // Either a list of texts, or one that is wrapped in another element.
  const list = choices?.children.flatMap((one) => (one.children.length > 0 ? one.children : [one])) ?? [];
  return {
    name: child(definition, 'name')?.text ?? '',
    kind: parameterKind(definition.name),
    choices: list.map(({ text }) => text),
    description: child(definition, 'description')?.text ?? '',
  };
}
