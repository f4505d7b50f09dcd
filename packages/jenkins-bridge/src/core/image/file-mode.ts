/** Changes the permissions of a file as chmod would. */
export type ModeChange = (mode: number, kind: 'directory' | 'other') => number;

const octal = /^[0-7]{1,4}$/;
const clauseForm = /^([ugoa]*)((?:[-+=](?:[rwxXst]*))+)$/;

/** Reads the mode of `--chmod`: `755`, or `u=rwX,go=rX`. Undefined where it is none. */
export function readModeChange(text: string): ModeChange | undefined {
  if (octal.test(text)) {
    const mode = Number.parseInt(text, 8);
    return () => mode;
  }
  const clauses = text.split(',').map((clause) => clauseForm.exec(clause));
  if (clauses.some((clause) => clause === null)) return undefined;
  const changes = clauses.flatMap((clause) => clauseChanges(clause?.[1] ?? '', clause?.[2] ?? ''));
  return (mode, kind) => changes.reduce((result, change) => change(result, kind), mode);
}

const shifts: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 };

function clauseChanges(who: string, actions: string): ModeChange[] {
  const classes = who === '' || who.includes('a') ? ['u', 'g', 'o'] : [...new Set(who)];
  return [...actions.matchAll(/([-+=])([rwxXst]*)/g)].map(([, operator, letters = '']) => (mode, kind) => {
    const bits = bitsOf(letters, classes, kind === 'directory' || (mode & 0o111) !== 0);
    if (operator === '+') return mode | bits;
    if (operator === '-') return mode & ~bits;
    return (mode & ~bitsOf('rwxst', classes, true)) | bits;
  });
}

function bitsOf(letters: string, classes: readonly string[], executable: boolean): number {
  let bits = 0;
  for (const each of classes) {
    let permissions = 0;
    if (letters.includes('r')) permissions |= 4;
    if (letters.includes('w')) permissions |= 2;
    if (letters.includes('x') || (letters.includes('X') && executable)) permissions |= 1;
    bits |= permissions << (shifts[each] ?? 0);
    if (letters.includes('s')) bits |= each === 'u' ? 0o4000 : each === 'g' ? 0o2000 : 0;
  }
  return letters.includes('t') && classes.length === 3 ? bits | 0o1000 : bits;
}
