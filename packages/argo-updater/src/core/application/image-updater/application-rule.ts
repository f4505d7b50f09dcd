import type { Application } from '../application.js';
import type { Finding } from '../finding.js';
import { type ImageUpdater, imageUpdaterField } from './image-updater.js';
import { labelSelectorProblem, selectsLabels } from './label-selector.js';
import { compileNamePattern } from './name-pattern.js';
import type { ApplicationRef } from './schema.js';
import { type RulePattern, sortBySpecificity } from './specificity.js';

/** A rule of an ImageUpdater, ready to be asked. */
export interface ApplicationRule extends RulePattern {
  readonly imageUpdater: ImageUpdater;
  /** Its index in `applicationRefs`. */
  readonly refIndex: number;
  readonly ref: ApplicationRef;
  readonly matchesName: (name: string) => boolean;
  /** How findings name it. */
  readonly at: string;
}

/** The rules of all ImageUpdaters, the most specific first, and what is wrong with them. */
export interface CompiledRules {
  readonly rules: readonly ApplicationRule[];
  readonly findings: readonly Finding[];
}

/**
 * Compiles the rules of ImageUpdaters. One bad name pattern sets its whole ImageUpdater aside, as at argocd-image-updater: else a less
 * specific rule would take over Applications it was not meant for.
 */
export function compileRules(imageUpdaters: readonly ImageUpdater[]): CompiledRules {
  const compiled = imageUpdaters.map(compileOne);
  return {
    rules: sortBySpecificity(compiled.flatMap(({ rules }) => rules)),
    findings: compiled.flatMap(({ findings }) => findings),
  };
}

/** Whether a rule selects an Application: one of its own namespace, by name and by labels. */
export function selects(
  { imageUpdater, matchesName, labelSelectors }: ApplicationRule,
  application: Application,
): boolean {
  return (
    application.namespace === imageUpdater.namespace &&
    matchesName(application.name) &&
    (labelSelectors === undefined || selectsLabels(labelSelectors, application.labels))
  );
}

function compileOne(imageUpdater: ImageUpdater): CompiledRules {
  const rules: ApplicationRule[] = [];
  const findings: Finding[] = [];
  for (const [refIndex, ref] of imageUpdater.spec.applicationRefs.entries()) {
    const { namePattern, labelSelectors } = ref;
    const field = (name: string) => imageUpdaterField(imageUpdater, ['spec', 'applicationRefs', refIndex, name]);
    const matchesName = compileNamePattern(namePattern);
    if (matchesName)
      rules.push({ imageUpdater, refIndex, ref, namePattern, labelSelectors, matchesName, at: field('namePattern') });
    else findings.push(badPattern(field('namePattern'), namePattern));
    const problem = labelSelectors && labelSelectorProblem(labelSelectors);
    if (problem !== undefined) findings.push(badSelector(field('labelSelectors'), problem));
  }
  const usable = findings.every(({ code }) => code !== 'image-updater-name-pattern');
  return { rules: usable ? rules : [], findings };
}

function badPattern(at: string, pattern: string): Finding {
  const message = `${JSON.stringify(pattern)} is not a glob, so nothing of this ImageUpdater is done`;
  return {
    code: 'image-updater-name-pattern',
    severity: 'error',
    at,
    message,
    fix: 'Close the bracket, or escape it with a backslash.',
  };
}

function badSelector(at: string, problem: string): Finding {
  return {
    code: 'image-updater-label-selector',
    severity: 'error',
    at,
    message: problem,
    fix: 'Mend the expression; until then the rule selects nothing.',
  };
}
