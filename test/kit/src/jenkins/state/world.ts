import { randomBytes } from 'node:crypto';
import type { Clock } from '@towline/shared/ports';
import { createItems, type Items } from './items.js';
import { createPeople, type People, type Person } from './people.js';
import { createQueue, type Queue } from './queue.js';

/** A plugin that is installed. */
export interface Plugin {
  readonly shortName: string;
  readonly version: string;
}

/** Everything that a Jenkins is. */
export interface World {
  readonly clock: Clock;
  readonly items: Items;
  readonly queue: Queue;
  readonly people: People;
  /** XML of each credential, by the store (`system` or a folder) and the id. */
  readonly credentials: Map<string, Map<string, string>>;
  readonly version: string;
  plugins: readonly Plugin[];
  /** What `X-Jenkins-Session` says. */
  session: string;
  /** How many requests are still answered by the page that says that Jenkins starts. */
  startingFor: number;
  /** What Location headers begin with; the address of the request where undefined. */
  rootUrl: string | undefined;
  /** Where HTML pages say that the SSH server is. */
  sshEndpoint: string | undefined;
  /** Whether Jenkins wants crumbs. */
  readonly crumbs: boolean;
  /** Tokens that `/git/notifyCommit` takes. */
  readonly hookTokens: readonly string[];
}

/** What a {@link World} begins with. */
export interface WorldStart {
  readonly clock: Clock;
  readonly people: readonly Person[];
  readonly plugins: readonly Plugin[];
  readonly crumbs: boolean;
  readonly hookTokens: readonly string[];
}

/** A Jenkins without items. */
export function createWorld({ clock, people, plugins, crumbs, hookTokens }: WorldStart): World {
  return {
    clock,
    items: createItems(),
    queue: createQueue(clock),
    people: createPeople(people),
    credentials: new Map(),
    version: '2.479.3',
    plugins,
    session: newSession(),
    startingFor: 0,
    rootUrl: undefined,
    sshEndpoint: undefined,
    crumbs,
    hookTokens,
  };
}

/** Another value for `X-Jenkins-Session`. */
export function newSession(): string {
  return randomBytes(4).toString('hex');
}
