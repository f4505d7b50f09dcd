import { parseDuration } from '@towline/shared/text';
import { invalidAt } from './dockerfile-error.js';
import { type Flags, readFlags } from './flags.js';
import type { HealthCheck } from './instruction.js';
import { type InstructionText, parseCommand } from './instruction-text.js';

const durations = ['interval', 'timeout', 'start-period', 'start-interval'];

/** Reads what follows HEALTHCHECK: `NONE`, or flags and `CMD …`. */
export function parseHealthCheck(text: InstructionText): HealthCheck {
  const { rest, line } = text;
  const flags = readFlags(text.flags, { values: [...durations, 'retries'] }, text);
  const [, kind = '', command = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  switch (kind.toUpperCase()) {
    case 'NONE':
      if (command !== '') throw invalidAt(line, 'HEALTHCHECK NONE takes nothing else');
      return { kind: 'none' };
    case 'CMD':
      if (command === '') throw invalidAt(line, 'HEALTHCHECK CMD wants a command');
      return {
        kind: 'command',
        command: parseCommand({ ...text, rest: command }),
        interval: duration(flags, 'interval', line),
        timeout: duration(flags, 'timeout', line),
        startPeriod: duration(flags, 'start-period', line),
        startInterval: duration(flags, 'start-interval', line),
        retries: retries(flags, line),
      };
    case '':
      throw invalidAt(line, 'HEALTHCHECK wants CMD or NONE');
    default:
      throw invalidAt(line, `HEALTHCHECK knows CMD and NONE, and not ${kind}`);
  }
}

function duration(flags: Flags, name: string, line: number): string | undefined {
  const text = flags.value(name);
  if (text === undefined || text === '0') return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw invalidAt(line, `--${name}=${text} is not a duration`, 'Write it as 30s, 5m or 1h30m.');
  }
  if (milliseconds < 1) throw invalidAt(line, `--${name} cannot be less than 1ms`);
  return text;
}

function retries(flags: Flags, line: number): number | undefined {
  const text = flags.value('retries');
  if (text === undefined || text === '0') return undefined;
  if (!/^\d{1,6}$/.test(text)) throw invalidAt(line, `--retries=${text} is not a number of retries`);
  return Number(text);
}
