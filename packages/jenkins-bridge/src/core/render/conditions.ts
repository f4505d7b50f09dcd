import type { ConditionGroup, When } from '../pipeline/model/when.js';
import { block, type Code } from './code.js';
import type { Context } from './context.js';
import { groovyLine } from './groovy-text.js';

type Conditions = Omit<ConditionGroup, 'not'>;

/** Code that tells whether a condition holds; undefined where it always does. */
export function conditionExpression(when: When, context: Context): string | undefined {
  if (when.length === 0) return undefined;
  const groups = when.map(({ not, ...conditions }) => {
    const negated = not === undefined ? [] : [`!(${allOf(not, context)})`];
    return [...expressionsOf(conditions, context), ...negated].join(' && ');
  });
  return groups.length === 1 ? groups[0] : groups.map((group) => `(${group})`).join(' || ');
}

function allOf(conditions: Conditions, context: Context): string {
  return expressionsOf(conditions, context).join(' && ') || 'true';
}

function expressionsOf(conditions: Conditions, context: Context): readonly string[] {
  const { branch, tag, changeRequest, target, author, changed, environment = {}, parameters = {} } = conditions;
  return [
    ...(branch === undefined ? [] : ['env.CHANGE_ID == null', 'env.TAG_NAME == null', fits('env.BRANCH_NAME', branch)]),
    ...(tag === undefined ? [] : [fits('env.TAG_NAME', tag)]),
    ...(changeRequest === undefined ? [] : [`env.CHANGE_ID ${changeRequest ? '!=' : '=='} null`]),
    ...(target === undefined ? [] : [fits('env.CHANGE_TARGET', target)]),
    ...(author === undefined ? [] : [fits('env.CHANGE_AUTHOR', author)]),
    ...(changed === undefined ? [] : [`${context.use('changed')}(${groovyLine(antRegex(changed))})`]),
    ...Object.entries(environment).map(([name, value]) => `env.${name} == ${groovyLine(value)}`),
    ...Object.entries(parameters).map(([name, value]) => `params.${name}.toString() == ${groovyLine(value)}`),
  ];
}

function fits(value: string, pattern: string): string {
  if (!/[*?]/.test(pattern)) return `${value} == ${groovyLine(pattern)}`;
  return `(${value} ?: '').matches(${groovyLine(antRegex(pattern))})`;
}

/** A pattern as a regular expression of Java, which matches what `matchesAntPattern` does. */
export function antRegex(pattern: string): string {
  const folders = (pattern.endsWith('/') ? `${pattern}**` : pattern).split('/');
  const last = folders.length - 1;
  return folders
    .map((folder, index) => {
      if (folder !== '**') return `${index > 0 && folders[index - 1] !== '**' ? '/' : ''}${nameRegex(folder)}`;
      if (index === last) return index === 0 ? '.*' : folders[index - 1] === '**' ? '.*' : '(?:/.*)?';
      return `${index > 0 && folders[index - 1] !== '**' ? '/' : ''}(?:[^/]*/)*`;
    })
    .join('');
}

function nameRegex(folder: string): string {
  return folder
    .replace(/[^\w *?-]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/(?<!\\)\?/g, '[^/]');
}

/** Code that tells whether several conditions hold; undefined where they always do. */
export function allExpression(whens: readonly When[], context: Context): string | undefined {
  const conditions = whens.flatMap((when) => conditionExpression(when, context) ?? []);
  if (conditions.length < 2) return conditions[0];
  return conditions.map((condition) => (condition.includes('||') ? `(${condition})` : condition)).join(' && ');
}

/** The `when` of a declarative stage; undefined where it always runs. */
export function whenDirective(whens: readonly When[]): Code[number] | undefined {
  const directives = whens.flatMap((when) => (when.length === 0 ? [] : groupDirectives(when)));
  return directives.length === 0 ? undefined : block('when', directives);
}

function groupDirectives(when: When): Code {
  const groups = when.map(({ not, ...conditions }) => [
    ...directivesOf(conditions),
    ...(not === undefined ? [] : [block('not', joined('allOf', directivesOf(not)))]),
  ]);
  return joined(
    'anyOf',
    groups.flatMap((group) => joined('allOf', group)),
  );
}

/** Several directives in one; one as it is. */
function joined(name: 'allOf' | 'anyOf', directives: Code): Code {
  return directives.length === 1 ? directives : [block(name, directives)];
}

function directivesOf(conditions: Conditions): Code {
  const { branch, tag, changeRequest, target, author, changed, environment = {}, parameters = {} } = conditions;
  const request = [
    ...(target === undefined ? [] : [`target: ${groovyLine(target)}`]),
    ...(author === undefined ? [] : [`author: ${groovyLine(author)}`]),
  ];
  return [
    ...(branch === undefined ? [] : [`branch ${groovyLine(branch)}`]),
    // To Jenkins, a change request is a branch too, called PR-1.
    ...(branch !== undefined && /[*?]/.test(branch) ? ['not { changeRequest() }', 'not { buildingTag() }'] : []),
    ...(tag === undefined ? [] : [`tag ${groovyLine(tag)}`]),
    ...(changeRequest === true && request.length === 0 ? ['changeRequest()'] : []),
    ...(changeRequest === false ? ['not { changeRequest() }'] : []),
    ...request.map((each) => `changeRequest ${each}, comparator: 'GLOB'`),
    ...(changed === undefined ? [] : [`changeset ${groovyLine(changed)}`]),
    ...Object.entries(environment).map(([name, value]) => `environment name: '${name}', value: ${groovyLine(value)}`),
    ...Object.entries(parameters).map(
      ([name, value]) => `expression { params.${name}.toString() == ${groovyLine(value)} }`,
    ),
  ];
}

/** Whether anything of these asks for the branch. */
export function asksForBranch(whens: readonly When[]): boolean {
  return whens.flat().some(({ branch, not }) => branch !== undefined || not?.branch !== undefined);
}
