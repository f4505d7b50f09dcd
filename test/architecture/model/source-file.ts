/** One import in whatever form: `import`, `export … from`, `import()`, `import('…').Type`. */
export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
  /** When the module is loaded: with the importer, when a line is reached, or never since only types are meant. */
  readonly when: 'load' | 'call' | 'never';
}

/** One exported name. */
export interface ExportFact {
  readonly name: string;
  readonly line: number;
  readonly isType: boolean;
  /** `wildcard` is `export *`; `local` is `export { x }` of a name declared elsewhere in the file. */
  readonly form: 'declaration' | 'local' | 're-export' | 'wildcard' | 'default';
  readonly documented: boolean;
}

/** One function with a body. */
export interface FunctionFact {
  /** Its own name, or the name of what it is given to or assigned to. */
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
  /** Where it is the argument of a call: what is called, `describe` for `describe.each(…)(…)` as well. */
  readonly callee: string | undefined;
}

/** A use of a global, written as it is used: `process.env`, `fetch()`, `new Date()` with no argument, `new Date(…)` with some. */
export interface GlobalFact {
  readonly name: string;
  readonly line: number;
}

/** All that the rules know of a file. */
export interface SourceFile {
  /** From the root of the tree, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly isTest: boolean;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly functions: readonly FunctionFact[];
  readonly globals: readonly GlobalFact[];
}
