import type { FunctionFact, SourceFile } from '../model/source-file.js';
import type { Rule } from './violation.js';

const mostLinesOfFile = 300;
const mostLinesOfFunction = 70;
const mostParameters = 3;

/** No file above 300 lines. */
export const fileLength: Rule = ({ files }) =>
  files
    .filter(({ lines }) => lines > mostLinesOfFile)
    .map(({ path, lines }) => ({
      rule: 'file-length',
      file: path,
      line: mostLinesOfFile + 1,
      message: `${lines} lines, ${mostLinesOfFile} are allowed: give the second idea a file of its own`,
    }));

/** No function above 70 lines. The body of a `describe` is a list of tests, not a function to be understood at once. */
export const functionLength: Rule = ({ files }) =>
  functionsOf(files)
    .filter(({ lines, callee }) => !callee?.startsWith('describe') && lines > mostLinesOfFunction)
    .map(({ file, line, name, lines }) => ({
      rule: 'function-length',
      file,
      line,
      name,
      message: `${name} has ${lines} lines, ${mostLinesOfFunction} are allowed`,
    }));

/** More than three parameters become one object, except where the function is given to a call that chose them. */
export const parameterCount: Rule = ({ files }) =>
  functionsOf(files)
    .filter(({ parameters, callee }) => callee === undefined && parameters > mostParameters)
    .map(({ file, line, name, parameters }) => ({
      rule: 'parameter-count',
      file,
      line,
      name,
      message: `${name} has ${parameters} parameters: more than ${mostParameters} become one object`,
    }));

function functionsOf(files: readonly SourceFile[]): readonly (FunctionFact & { readonly file: string })[] {
  return files.flatMap(({ path, functions }) => functions.map((each) => ({ ...each, file: path })));
}
