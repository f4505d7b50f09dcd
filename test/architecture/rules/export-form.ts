import type { ExportFact } from '../model/source-file.js';
import type { Rule } from './violation.js';

/** Exports are named one by one: no default export, no `export *`. */
export const exportForm: Rule = ({ files }) =>
  files.flatMap(({ path, exports }) =>
    exports.flatMap(({ form, line }) => {
      if (form !== 'default' && form !== 'wildcard') return [];
      const message = form === 'default' ? 'give the export its name' : 'list the exported names';
      return [{ rule: 'export-form', file: path, line, message }];
    }),
  );

/** Every export of a package has a doc comment where it is declared. An overload is covered by the first one's. */
export const documentedExport: Rule = ({ files }) =>
  files
    .filter(({ path, isTest }) => /^(?:packages\/[^/]+|test\/kit)\/src\//.test(path) && !isTest)
    .flatMap(({ path, exports }) =>
      exports.filter(isUndocumented).map(({ name, line, form }) => ({
        rule: 'documented-export',
        file: path,
        line,
        name,
        message:
          form === 'local'
            ? `export ${name} where it is declared, with its doc comment`
            : `${name} has no doc comment: state its contract`,
      })),
    );

function isUndocumented({ name, form, documented }: ExportFact, index: number, all: readonly ExportFact[]): boolean {
  if (form === 'local') return true;
  return form === 'declaration' && !documented && all.findIndex((each) => each.name === name) === index;
}
