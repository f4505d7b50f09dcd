import type { Slots } from '@towline/shared/async';
import type { NextRound } from '../../core/live/poll-rounds.js';
import type { Timetable } from '../../core/live/timetable.js';
import type { WorkPorts } from '../pass/ports.js';
import type { ApplicationStore } from './application-store.js';
import type { Background } from './background.js';
import type { Bell } from './bell.js';
import type { ImageUpdaterTeller } from './image-updater-teller.js';
import type { ListingMemory } from './listing-memory.js';
import type { LiveOptions } from './live-options.js';
import type { NewsMemory } from './news-memory.js';
import type { DeliveryFollower, PassObserver, TakeBackRequest } from './ports.js';
import type { RepositoryPoll } from './repository-poll.js';
import type { KnownBranch } from './run-work.js';
import type { States } from './states.js';
import type { WorkTable } from './work-table.js';

/** What the parts of the controller share. */
export interface LiveContext {
  readonly ports: WorkPorts;
  readonly options: () => LiveOptions;
  readonly store: ApplicationStore;
  readonly listings: ListingMemory;
  readonly works: WorkTable;
  /** When repositories are due, by `repository <name>`, and branches, by `branch <work>`. */
  readonly timetable: Timetable;
  /** The branches of works, as they were last seen. */
  readonly branches: Map<string, KnownBranch>;
  /** Works whose branches are being asked for. */
  readonly branchPolls: Set<string>;
  readonly states: States;
  /** What is to be taken back, by the keys of Applications. */
  readonly takeBacks: Map<string, TakeBackRequest>;
  /** Whether this replica has the work. */
  readonly owns: (work: string) => boolean;
  readonly bell: Bell;
  /** What is remembered of the listings of repositories. */
  readonly polls: Map<string, RepositoryPoll>;
  /** When what is polled at an interval is polled next. */
  readonly nextRound: NextRound;
  /** Room for questions to registries. */
  readonly lookups: Slots;
  readonly background: Background;
  readonly news: NewsMemory;
  readonly observers: readonly PassObserver[];
  readonly followers: readonly DeliveryFollower[];
  /** Undefined where there is nobody to tell. */
  teller: ImageUpdaterTeller | undefined;
  /** Whether something happened that ImageUpdaters may have to be told. */
  isToTell: boolean;
  needsTelling(): void;
}
