import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Invocation, textOption } from '@towline/shared/cli';
import type { Settings } from '../settings/settings-schema.js';
import { usualConf } from './compose-registry.js';
import { usualTemplate } from './compose-style.js';

/** The files that settings are read from, and those that they name: where one of them changes, everything is set up anew. */
export function settingFiles(settings: Settings, invocation: Invocation): readonly string[] {
  const { registries, git } = settings;
  const { environment } = invocation;
  const paths = [
    textOption(invocation, 'config') ?? environment.TOWLINE_CONFIG,
    registries.confPath ?? usualConf,
    registries.dockerConfig ?? join(environment.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json'),
    git.messagePath ?? usualTemplate,
    git.knownHostsPath ?? join(homedir(), '.ssh', 'known_hosts'),
    git.signingMethod === 'ssh' || git.signingKey?.includes('/') ? git.signingKey : undefined,
  ];
  return [...new Set(paths.filter((path): path is string => path !== undefined && path !== ''))];
}
