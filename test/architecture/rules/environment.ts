import { placeOf } from './layers.js';
import type { Rule } from './violation.js';

/** Only `cli` reads `process.env`; everything else is given what it needs. */
export const environment: Rule = ({ files }) =>
  files.flatMap((file) => {
    const place = placeOf(file.path);
    if (place === undefined || place.layer === 'cli' || file.isTest) return [];
    return file.globals
      .filter(({ name }) => name === 'process.env')
      .map(({ line }) => ({
        rule: 'environment',
        file: file.path,
        line,
        message: 'process.env is read by cli only: take the values as an argument',
      }));
  });
