import type { Invocation } from './command.js';

/** Writes the answer of a command: as text for people, or as JSON where --output says so. The text is made only where it is wanted. */
export function answer({ options, terminal }: Invocation, data: unknown, text: () => string): void {
  terminal.stdout.write(options.output === 'json' ? `${JSON.stringify(data, null, 2)}\n` : text());
}
