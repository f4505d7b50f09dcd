import { closestWord } from '@towline/shared/text';
import { invalidAt } from './dockerfile-error.js';

/** What the flags of an instruction may be. */
export interface FlagRules {
  /** Flags with a value. */
  readonly values: readonly string[];
  /** Flags that are on or off. */
  readonly switches?: readonly string[] | undefined;
  /** Flags of `values` that may be given several times. */
  readonly repeatable?: readonly string[] | undefined;
}

/** The flags of one instruction. */
export interface Flags {
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  isOn(name: string): boolean;
}

/** The words that begin with `--` at the beginning of an instruction, and what follows them. `--` alone ends them. */
export function splitFlags(text: string): { readonly flags: readonly string[]; readonly rest: string } {
  const flags: string[] = [];
  let rest = text.trimStart();
  while (rest.startsWith('--')) {
    const [word = ''] = /^(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/.exec(rest) ?? [];
    rest = rest.slice(word.length).trimStart();
    if (word === '--') break;
    flags.push(word.replaceAll(/["']/g, ''));
  }
  return { flags, rest };
}

/** Judges flags by the rules of their instruction. */
export function readFlags(
  words: readonly string[],
  rules: FlagRules,
  at: { readonly line: number; readonly keyword: string },
): Flags {
  const found = new Map<string, string[]>();
  for (const word of words) {
    const [, name = '', equals, value = ''] = /^--([^=]*)(=)?(.*)$/s.exec(word) ?? [];
    checkFlag({ name, value, hasValue: equals !== undefined, again: found.has(name) }, rules, at);
    found.set(name, [...(found.get(name) ?? []), equals === undefined ? 'true' : value]);
  }
  return {
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
    isOn: (name) => found.get(name)?.at(-1)?.toLowerCase() === 'true',
  };
}

interface GivenFlag {
  readonly name: string;
  readonly value: string;
  readonly hasValue: boolean;
  readonly again: boolean;
}

function checkFlag(
  flag: GivenFlag,
  rules: FlagRules,
  { line, keyword }: { readonly line: number; readonly keyword: string },
): void {
  const { values, switches = [], repeatable = [] } = rules;
  const { name } = flag;
  if (!values.includes(name) && !switches.includes(name)) {
    const near = closestWord(name, [...values, ...switches]);
    throw invalidAt(
      line,
      `${keyword} has no flag --${name}`,
      near === undefined ? undefined : `Did you mean --${near}?`,
    );
  }
  if (flag.again && !repeatable.includes(name)) throw invalidAt(line, `--${name} can be given once only`);
  if (values.includes(name) && !flag.hasValue) throw invalidAt(line, `--${name} wants a value: --${name}=…`);
  if (switches.includes(name) && flag.hasValue && !/^(?:true|false)$/i.test(flag.value)) {
    throw invalidAt(line, `--${name} is true or false, and not ${JSON.stringify(flag.value)}`);
  }
}
