import * as z from 'zod';
import { refusalIssue } from './refusal.js';
import { line, pathPattern, variable } from './text.js';

const pattern = line.describe('A name where `*` stands for anything but a slash and `**` for anything.');

const conditions = z
  .strictObject({
    branch: pattern.describe('The branch that is built. A change request is none.').optional(),
    tag: pattern.describe('The Git tag that is built.').optional(),
    changeRequest: z.boolean().describe('Whether a pull or merge request is built.').optional(),
    target: pattern.describe('The branch that a change request goes to.').optional(),
    author: pattern.describe('The account that opened the change request.').optional(),
    changed: pathPattern.describe('A file that the built commits changed.').optional(),
    environment: z.record(variable, z.string()).describe('Variables and the values they have.').optional(),
    parameters: z.record(variable, z.string()).describe('Parameters and the values they have.').optional(),
  })
  .meta({ id: 'conditions' });

/** Conditions that hold together: all that are named. */
export const conditionGroup = conditions
  .extend({
    not: conditions.describe('Conditions that do not all hold.').optional(),
  })
  .superRefine((group, context) => {
    if (Object.keys(group).length === 0) context.addIssue('names no condition');
    const reason = contradiction(group);
    if (reason !== undefined) context.addIssue(refusalIssue(`It never holds: ${reason}`, { code: 'when-never' }));
  })
  .meta({ id: 'conditionGroup' });

/** When something happens: always where the list is empty, else where one of the groups holds. */
export const when = z
  .array(conditionGroup)
  .prefault([])
  .describe('Groups of conditions: all of a group must hold, and one group is enough. Always, where there is none.');

/** Conditions that hold together. */
export type ConditionGroup = z.output<typeof conditionGroup>;

/** Groups of which one is enough; none means always. */
export type When = z.output<typeof when>;

/** A build is of a branch, of a Git tag or of a change request: of one of them. */
function contradiction({
  branch,
  tag,
  changeRequest,
  target,
  author,
}: z.output<typeof conditions>): string | undefined {
  const ofRequest = changeRequest === true || target !== undefined || author !== undefined;
  if (branch !== undefined && tag !== undefined) return 'what is built is a branch or a tag';
  if (ofRequest && changeRequest === false) return 'only a change request has a target and an author';
  if (ofRequest && branch !== undefined) return 'a change request is no branch; the branch it goes to is its target';
  if (ofRequest && tag !== undefined) return 'a change request is no tag';
  return undefined;
}
