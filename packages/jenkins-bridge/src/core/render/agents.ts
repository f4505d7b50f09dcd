import type { Agent, WorkingAgent } from '../pipeline/model/agent.js';
import { block, type Code } from './code.js';
import type { Context } from './context.js';
import { groovyArguments, groovyLine, groovyString } from './groovy-text.js';

/** The `agent` of a declarative pipeline or stage. `label` is code that takes the place of the agent's own label. */
export function agentSection(agent: Agent, label?: string): Code[number] {
  switch (agent.kind) {
    case 'any':
      return label === undefined ? 'agent any' : `agent { label ${label} }`;
    case 'none':
      return 'agent none';
    case 'label': {
      const own = label ?? groovyLine(agent.label);
      if (agent.customWorkspace === undefined) return `agent { label ${own} }`;
      return block('agent', [block('node', [`label ${own}`, `customWorkspace ${groovyLine(agent.customWorkspace)}`])]);
    }
    case 'docker':
      return block('agent', [block('docker', settingLines(dockerSettings(agent, label)))]);
    case 'kubernetes':
      return block('agent', [block('kubernetes', settingLines(podSettings(agent)))]);
  }
}

/** What an agent of a scripted pipeline is taken with. */
export interface Placement extends Pick<Context, 'use'> {
  /** Code that takes the place of the agent's own label. */
  readonly label?: string | undefined;
}

/** Code that runs on an agent in a scripted pipeline; the same with a label of its own instead. */
export function onAgent(agent: WorkingAgent, body: Code, { use, label }: Placement): Code {
  switch (agent.kind) {
    case 'any':
      return [block(label === undefined ? 'node' : `node(${label})`, body)];
    case 'label': {
      const inside =
        agent.customWorkspace === undefined ? body : [block(`ws(${groovyLine(agent.customWorkspace)})`, body)];
      return [block(`node(${label ?? groovyLine(agent.label)})`, inside)];
    }
    case 'docker':
      return dockerNode(agent, body, label);
    case 'kubernetes':
      return podNode(agent, body, use);
  }
}

type DockerAgent = Extract<Agent, { readonly kind: 'docker' }>;
type PodAgent = Extract<Agent, { readonly kind: 'kubernetes' }>;
type Settings = Readonly<Record<string, string | undefined>>;

function dockerSettings(agent: DockerAgent, label: string | undefined): Settings {
  return {
    image: groovyLine(agent.image),
    label: label ?? line(agent.label),
    args: line(agent.args),
    registryUrl: line(agent.registryUrl),
    registryCredentialsId: line(agent.registryCredentialsId),
    reuseNode: agent.reuseNode ? 'true' : undefined,
  };
}

function podSettings({ pod, container, cloud, namespace, inheritFrom, serviceAccount }: PodAgent): Settings {
  return {
    yaml: pod.kind === 'yaml' ? groovyString(pod.yaml) : undefined,
    yamlFile: pod.kind === 'file' ? groovyLine(pod.path) : undefined,
    defaultContainer: line(container),
    cloud: line(cloud),
    namespace: line(namespace),
    inheritFrom: line(inheritFrom),
    serviceAccount: line(serviceAccount),
  };
}

function settingLines(settings: Settings): Code {
  return Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
}

function dockerNode(agent: DockerAgent, body: Code, label: string | undefined): Code {
  const args = agent.args === undefined ? '' : `(${groovyLine(agent.args)})`;
  const inside: Code = [block(`docker.image(${groovyLine(agent.image)}).inside${args}`, body)];
  const url = agent.registryUrl ?? (agent.registryCredentialsId === undefined ? undefined : '');
  const id = agent.registryCredentialsId === undefined ? '' : `, ${groovyLine(agent.registryCredentialsId)}`;
  const pulled = url === undefined ? inside : [block(`docker.withRegistry(${groovyLine(url)}${id})`, inside)];
  if (agent.reuseNode) return pulled;
  const own = label ?? line(agent.label);
  return [block(own === undefined ? 'node' : `node(${own})`, pulled)];
}

function podNode(agent: PodAgent, body: Code, use: Context['use']): Code {
  const { yamlFile, defaultContainer, ...settings } = podSettings(agent);
  const inside = defaultContainer === undefined ? body : [block(`container(${defaultContainer})`, body)];
  const yaml = yamlFile === undefined ? settings.yaml : `${use('podFile')}(${yamlFile})`;
  return [block(`podTemplate(${groovyArguments({ ...settings, yaml })})`, [block('node(POD_LABEL)', inside)])];
}

function line(text: string | undefined): string | undefined {
  return text === undefined ? undefined : groovyLine(text);
}
