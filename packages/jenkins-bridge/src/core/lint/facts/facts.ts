import type { Call } from './call.js';
import { type Jenkinsfile, readJenkinsfile } from './jenkinsfile.js';
import { type RegistryUse, registryUses } from './registry-use.js';
import { secretVariables } from './secrets.js';
import { type SectionBlock, sectionBlocks } from './sections.js';
import { type ShellScript, shellScript } from './shell.js';
import { type PlacedCommand, shellCommands } from './shell-commands.js';
import { type Constants, constantsOf } from './template.js';
import { type Event, timelineOf } from './timeline.js';

/** All that the rules know of a Jenkinsfile. */
export interface Facts extends Jenkinsfile {
  readonly constants: Constants;
  /** The scripts that steps run, by the call. */
  readonly scripts: ReadonlyMap<Call, ShellScript>;
  readonly timeline: readonly Event[];
  /** The commands of all scripts. */
  readonly commands: readonly PlacedCommand[];
  /** The registries that it logs in to. */
  readonly registries: readonly RegistryUse[];
  /** The names of the variables that hold secrets. */
  readonly secrets: ReadonlySet<string>;
  /** The blocks of a declarative pipeline that have sections. */
  readonly blocks: readonly SectionBlock[];
}

/** Reads a Jenkinsfile as far as its rules need it. Never throws, whatever the text. */
export function readFacts(text: string): Facts {
  const file = readJenkinsfile(text);
  const constants = constantsOf(file.assignments);
  const scripts = new Map<Call, ShellScript>();
  for (const call of file.calls) {
    const script = shellScript(call, text);
    if (script !== undefined) scripts.set(call, script);
  }
  const read = { ...file, constants, scripts };
  return {
    ...read,
    timeline: timelineOf(read),
    commands: shellCommands(scripts.values()),
    registries: registryUses(file.calls, constants),
    secrets: secretVariables(file),
    blocks: sectionBlocks(file),
  };
}
