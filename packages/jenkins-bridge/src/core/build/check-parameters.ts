import { closestWord } from '@towline/shared/text';
import type { JobParameter } from '../jenkins/jenkins.js';

/** What is wrong with the parameters that were given, all of it; empty where nothing is. Values of passwords are not repeated. */
export function checkParameters(
  declared: readonly JobParameter[],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const parameter = declared.find((one) => one.name === name);
    if (parameter === undefined) return [unknown(name, declared)];
    const wrong = wrongValue(parameter, value);
    return wrong === undefined ? [] : [`${name} ${wrong}`];
  });
}

function unknown(name: string, declared: readonly JobParameter[]): string {
  const names = declared.map((one) => one.name);
  if (names.length === 0) return `${name} is not known: the job declares no parameters, or has not run since it does`;
  const near = closestWord(name, names);
  return `${name} is not known${near === undefined ? '' : `; did you mean ${near}?`} There are: ${names.join(', ')}`;
}

function wrongValue({ kind, choices }: JobParameter, value: string): string | undefined {
  switch (kind) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : `is true or false, not ${JSON.stringify(value)}`;
    case 'choice':
      return choices.includes(value) ? undefined : `is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`;
    case 'string':
      return /[\r\n]/.test(value) ? 'is one line, and the value has several' : undefined;
    case 'text':
    case 'password':
    case 'other':
      return undefined;
  }
}
