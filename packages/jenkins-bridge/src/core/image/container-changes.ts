import { parseDuration } from '@towline/shared/text';
import { invalidAt } from '../dockerfile/dockerfile-error.js';
import type { CommandForm, HealthCheck } from '../dockerfile/instruction.js';
import type { ContainerConfig, HealthConfig } from './image-config.js';

const defaultShell = ['/bin/sh', '-c'];

/** A command as the config has it: a text is given to the shell. */
export function commandWords(command: CommandForm, { Shell = defaultShell }: ContainerConfig): readonly string[] {
  return command.kind === 'exec' ? command.words : [...Shell, command.text];
}

/** The environment with a variable set, in the place where it was. */
export function withVariable(environment: readonly string[], name: string, value: string): readonly string[] {
  const at = environment.findIndex((each) => each.startsWith(`${name}=`));
  const entry = `${name}=${value}`;
  return at === -1 ? [...environment, entry] : environment.with(at, entry);
}

/** A health check as the config has it. */
export function healthConfig(check: HealthCheck): HealthConfig {
  if (check.kind === 'none') return { Test: ['NONE'] };
  const { command, interval, timeout, startPeriod, startInterval, retries } = check;
  return {
    Test: command.kind === 'exec' ? ['CMD', ...command.words] : ['CMD-SHELL', command.text],
    Interval: nanoseconds(interval),
    Timeout: nanoseconds(timeout),
    StartPeriod: nanoseconds(startPeriod),
    StartInterval: nanoseconds(startInterval),
    Retries: retries,
  };
}

function nanoseconds(duration: string | undefined): number | undefined {
  const milliseconds = duration === undefined ? undefined : parseDuration(duration);
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6);
}

const portForm = /^(?:.*:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/([a-z]+))?$/i;

/** The ports that a value of EXPOSE means: `80`, `53/udp`, `8000-8010/tcp`. */
export function exposedPorts(text: string, line: number): readonly string[] {
  const [, first = '', last = first, protocol = 'tcp'] = portForm.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  const known = ['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase());
  if (first === '' || !known || from < 1 || to > 65_535 || to < from) {
    throw invalidAt(line, `${JSON.stringify(text)} is no port`, 'Write it as 80, 53/udp or 8000-8010/tcp.');
  }
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}/${protocol.toLowerCase()}`);
}

const signals = new Set(
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU UNUSED URG USR1 USR2 VTALRM WINCH XCPU XFSZ'.split(
    ' ',
  ),
);

/** The signal that STOPSIGNAL names, as it is written. Throws where there is none of that name. */
export function stopSignal(text: string, line: number): string {
  const name = text.toUpperCase().replace(/^SIG/, '');
  const isNumber = /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 64;
  if (isNumber || signals.has(name) || /^RTM(?:IN(?:\+\d{1,2})?|AX(?:-\d{1,2})?)$/.test(name)) return text;
  throw invalidAt(line, `${JSON.stringify(text)} is no signal`, 'Write it as SIGTERM or 15.');
}
