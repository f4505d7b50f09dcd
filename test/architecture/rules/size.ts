import type { FunctionFact } from '../model/source-file.js';
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

/** No function above 70 lines. One that holds tests is a list of them, not a thing to be understood at once. */
export const functionLength: Rule = ({ files }) =>
  files.flatMap(({ path, functions }) =>
    functions
      .filter((each) => each.lines > mostLinesOfFunction && !functions.some((other) => isTestWithin(other, each)))
      .map(({ line, name, lines }) => ({
        rule: 'function-length',
        file: path,
        line,
        name,
        message: `${name} has ${lines} lines, ${mostLinesOfFunction} are allowed`,
      })),
  );

function isTestWithin(inner: FunctionFact, outer: FunctionFact): boolean {
  const within = inner.line >= outer.line && inner.line + inner.lines <= outer.line + outer.lines;
  return within && (inner.callee === 'it' || inner.callee === 'test');
}

/** More than three parameters become one object, except where the function is given to a call that chose them. */
export const parameterCount: Rule = ({ files }) =>
  files.flatMap(({ path, functions }) =>
    functions
      .filter(({ parameters, callee }) => callee === undefined && parameters > mostParameters)
      .map(({ line, name, parameters }) => ({
        rule: 'parameter-count',
        file: path,
        line,
        name,
        message: `${name} has ${parameters} parameters: more than ${mostParameters} become one object`,
      })),
  );
