import { expression, groovyText } from './groovy-text.js';
import type { Shell } from './shell.js';

/** A name of an image that is complete when the pipeline runs: pieces of plain text, and environment variables. */
export type Reference = readonly (string | { readonly variable: string })[];

/** Code that gives the name, with a text before it. */
export function groovyReference(reference: Reference, before = ''): string {
  const parts = reference.map((part) => (typeof part === 'string' ? part : expression(`env.${part.variable}`)));
  return groovyText(before === '' ? parts : [before, ...parts]);
}

/** The name as a word of a command. Its plain pieces have nothing in them that a shell could take for its own. */
export function shellReference(reference: Reference, { step }: Shell): string {
  const text = reference.map((part, index) => {
    if (typeof part === 'string') return part;
    if (step === 'bat') return `%${part.variable}%`;
    const next = reference[index + 1];
    return typeof next === 'string' && /^\w/.test(next) ? `\${${part.variable}}` : `$${part.variable}`;
  });
  return `"${text.join('')}"`;
}
