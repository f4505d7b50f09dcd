import type { SourceFile } from '../model/source-file.js';
import { placeOf } from './layers.js';
import type { Rule } from './violation.js';

/**
 * An error class of a boundary stands in a `…-error.ts` beside the object of its codes: the errors page is made of those, and would
 * miss every other one.
 */
export const errorCodes: Rule = ({ files }) =>
  files.flatMap((file) => {
    if (placeOf(file.path) === undefined || file.isTest || file.path === 'packages/shared/src/errors/coded-error.ts')
      return [];
    const fault = faultOf(file);
    return fault === undefined ? [] : [{ rule: 'error-codes', file: file.path, ...fault }];
  });

function faultOf({ path, exports }: SourceFile): { readonly line: number; readonly message: string } | undefined {
  const declared = exports.filter(({ form, isType }) => form === 'declaration' && !isType);
  const error = declared.find(({ name }) => /^[A-Z]\w*Error$/.test(name));
  const codes = declared.find(({ name }) => name.endsWith('ErrorCodes'));
  const first = error ?? codes;
  if (first === undefined) return undefined;
  if (!path.endsWith('-error.ts')) return { line: first.line, message: `${first.name} belongs into a …-error.ts` };
  if (codes !== undefined) return undefined;
  const wanted = `${first.name[0]?.toLowerCase()}${first.name.slice(1)}Codes`;
  return { line: first.line, message: `${first.name} has no ${wanted} beside it that says what its codes mean` };
}
