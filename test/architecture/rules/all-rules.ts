import { environment } from './environment.js';
import { errorCodes } from './error-codes.js';
import { documentedExport, exportForm } from './export-form.js';
import { fileName } from './file-name.js';
import { importCycle } from './import-cycle.js';
import { importDirection } from './import-direction.js';
import { lazyLibrary } from './lazy-library.js';
import { listedLibrary } from './listed-library.js';
import { pureCode } from './pure-code.js';
import { fileLength, functionLength, parameterCount } from './size.js';
import type { Rule } from './violation.js';

/** Every rule by the name that its violations carry. */
export const rules: Readonly<Record<string, Rule>> = Object.freeze({
  'documented-export': documentedExport,
  environment,
  'error-codes': errorCodes,
  'export-form': exportForm,
  'file-length': fileLength,
  'file-name': fileName,
  'function-length': functionLength,
  'import-cycle': importCycle,
  'import-direction': importDirection,
  'lazy-library': lazyLibrary,
  'listed-library': listedLibrary,
  'parameter-count': parameterCount,
  'pure-code': pureCode,
});
