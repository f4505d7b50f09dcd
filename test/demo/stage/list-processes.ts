import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process of this machine, as far as this user may look at it. */
export interface ListedProcess {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
  /** The folder that it works in. */
  readonly folder: string;
  /** `NAME=value`, one after the other. */
  readonly environment: string;
}

/** The processes of this user that have not ended, where the system tells of them by `/proc`; none elsewhere. */
export function listProcesses(): readonly ListedProcess[] {
  if (process.platform !== 'linux') return [];
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      const read = (name: string): string => readFileSync(`/proc/${id}/${name}`, 'utf8');
      const [state = '', , group = ''] = read('stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state === 'Z') return [];
      const [command, environment] = [read('cmdline'), read('environ')].map((text) => text.replaceAll('\0', ' '));
      const folder = readlinkSync(`/proc/${id}/cwd`);
      return [
        { pid: Number(id), group: Number(group), command: command ?? '', folder, environment: environment ?? '' },
      ];
    } catch {
      // It has ended meanwhile, or belongs to somebody else.
      return [];
    }
  });
}
