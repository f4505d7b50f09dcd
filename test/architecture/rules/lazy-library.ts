import { resolveImport } from '../model/resolve-import.js';
import type { Rule } from './violation.js';

/** Libraries that cost a command line tens of milliseconds at its start, or more. */
const heavy = /^(?:@aws-sdk\/|@smithy\/|@octokit\/|@kubernetes\/client-node$|axios$)/;

/** Heavy libraries are loaded by `await import()` at their first use; importing their types is free. */
export const lazyLibrary: Rule = ({ files, packages }) =>
  files.flatMap((file) => {
    if (file.isTest || !file.path.startsWith('packages/')) return [];
    return file.imports.flatMap(({ specifier, line, when }) => {
      const target = resolveImport(packages, file.path, specifier);
      if (when !== 'load' || target.kind !== 'library' || !heavy.test(target.name)) return [];
      const message = `${specifier} is loaded at the start: use await import() where it is needed, or import type`;
      return [{ rule: 'lazy-library', file: file.path, line, message }];
    });
  });
