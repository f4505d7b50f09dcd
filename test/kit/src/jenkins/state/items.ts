import { Failure } from './failure.js';
import type { Interruption, Run, RunScript } from './run.js';
import { elementsOf, rootOf, textOf } from './xml-text.js';

/** What the fake knows of a parameter. */
export interface ParameterDefinition {
  readonly type: string;
  readonly name: string;
  readonly choices: readonly string[];
  readonly defaultValue: string;
}

/** How the builds of a job behave. */
export interface JobBehaviour {
  script: RunScript;
  ignores: readonly Interruption[];
  /** Builds wait in the queue until {@link Items} is told otherwise. */
  held: boolean;
}

/** A job or a folder. */
export interface Item {
  readonly fullName: string;
  xml: string;
  readonly behaviour: JobBehaviour;
  readonly runs: Run[];
  nextNumber: number;
}

/** The items of a Jenkins by full name. */
export interface Items {
  get(fullName: string): Item | undefined;
  create(fullName: string, xml: string): Item;
  update(item: Item, xml: string): void;
  all(): readonly Item[];
}

const known = [
  'flow-definition',
  'com.cloudbees.hudson.plugins.folder.Folder',
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  'project',
];

const succeed: RunScript = async (run) => {
  run.log('Started by user unknown or anonymous\n[Pipeline] Start of Pipeline\n');
  return 'SUCCESS';
};

/** No items. Bad names, duplicates and unreadable XML are refused as Jenkins refuses them. */
export function createItems(): Items {
  const items = new Map<string, Item>();
  return {
    get: (fullName) => items.get(fullName),
    all: () => [...items.values()],
    create(fullName, xml) {
      const name = fullName.split('/').at(-1) ?? '';
      const parent = fullName.split('/').slice(0, -1).join('/');
      checkName(name);
      if (items.has(fullName)) throw new Failure(400, `A job already exists with the name ‘${name}’`);
      if (parent !== '' && !isFolder(items.get(parent))) throw new Failure(404, `no folder ${parent}`);
      checkXml(xml);
      const item = {
        fullName,
        xml,
        behaviour: { script: succeed, ignores: [], held: false },
        runs: [],
        nextNumber: 1,
      };
      items.set(fullName, item);
      return item;
    },
    update(item, xml) {
      const root = checkXml(xml);
      const was = rootOf(item.xml);
      if (root !== was) throw new Failure(500, `Expecting class ${was} but got class ${root} instead`);
      item.xml = xml;
    },
  };
}

/** Whether other items can be in it. */
export function isFolder(item: Item | undefined): boolean {
  return item !== undefined && /Folder|MultiBranch/.test(rootOf(item.xml) ?? '');
}

/** Whether its builds can start. */
export function isBuildable(item: Item): boolean {
  return !isFolder(item) && textOf(item.xml, 'disabled') !== 'true';
}

/** The parameters of a job, as its configuration says them. */
export function parametersOf({ xml }: Item): readonly ParameterDefinition[] {
  const property = elementsOf(xml, 'hudson.model.ParametersDefinitionProperty').join('');
  const pattern = /<(hudson\.model\.(\w+)ParameterDefinition)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g;
  return [...property.matchAll(pattern)].map(([, , kind = '', inner = '']) => ({
    type: `${kind}ParameterDefinition`,
    name: textOf(inner, 'name') ?? '',
    choices: elementsOf(inner, 'string').map((one) => textOf(`<s>${one}</s>`, 's') ?? ''),
    defaultValue: textOf(inner, 'defaultValue') ?? (kind === 'Boolean' ? 'false' : ''),
  }));
}

function checkName(name: string): void {
  // `%` is what the names of branches are encoded with; a person cannot use it.
  const bad = /[?*/\\!@#$^&|<>[\]:;]|\p{Cc}/u.exec(name)?.[0];
  if (name === '') throw new Failure(400, 'No name is specified');
  if (bad !== undefined) throw new Failure(400, `‘${bad}’ is an unsafe character`);
  if (name.endsWith('.')) throw new Failure(400, 'A name cannot end with ‘.’');
}

function checkXml(xml: string): string {
  const root = rootOf(xml);
  if (root === undefined || !known.includes(root)) throw new Failure(500, 'Oops! A problem occurred.');
  return root;
}
