import type { BuildInput, InputAnswer } from '../jenkins/jenkins.js';
import { checkParameters } from './check-parameters.js';

/** An answer that can be sent, or all that is wrong with the values that were given. */
export type CheckedAnswer =
  | { readonly kind: 'answer'; readonly answer: InputAnswer }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** The answer that lets a build proceed, with these values and the defaults of the others: Jenkins itself fills nothing in. */
export function proceedWith(
  { parameters }: Pick<BuildInput, 'parameters'>,
  given: Readonly<Record<string, string>>,
): CheckedAnswer {
  const problems =
    parameters.length > 0
      ? checkParameters(parameters, given)
      : Object.keys(given).map((name) => `${name} is not known: the question asks for no values`);
  if (problems.length > 0) return { kind: 'refused', problems };
  const values = parameters.flatMap(({ name, fallback }) => {
    const value = given[name] ?? fallback;
    return value === undefined ? [] : [[name, value] as const];
  });
  return { kind: 'answer', answer: { kind: 'proceed', parameters: Object.fromEntries(values) } };
}
