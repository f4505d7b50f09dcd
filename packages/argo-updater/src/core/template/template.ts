import { Execution } from './execute.js';
import type { TemplateFunctions } from './functions.js';
import { parseTemplate } from './parse-template.js';
import type { Value } from './value.js';

/** A parsed template, ready to be rendered any number of times. */
export interface Template {
  /** The text for this data. Throws a `TemplateError` where the template and the data do not fit, or where it writes too much. */
  render(data: Value): string;
}

/** Compiles a Go text/template that may call `functions`. Throws a `template-syntax` `TemplateError` that names the line. */
export function compileTemplate(source: string, functions: TemplateFunctions): Template {
  const program = parseTemplate(source, new Set(Object.keys(functions)));
  return { render: (data) => new Execution(program, functions).run(data) };
}
