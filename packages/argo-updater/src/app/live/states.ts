import { applicationKey } from '../../core/application/application.js';
import { changesByItself, decidedImage } from '../../core/live/decided-image.js';
import type { ImageState } from '../../core/live/image-state.js';
import type { Delivered } from '../pass/delivery.js';
import type { ApplicationStore, StoredApplication } from './application-store.js';
import type { ApplicationState, Decision, LastDelivery } from './ports.js';
import { hasFailed } from './run-work.js';

/** What is known of a result besides. */
export interface PassNews extends Pick<Decision, 'at' | 'pushedAt' | 'takesBack' | 'lastWrite'> {}

/** What is remembered of passes, for those who show it. */
export interface States {
  /** Takes in what a pass came to for an Application. */
  record(result: Delivered, news: PassNews): Decision;
  /** Whether the Application is to be planned although no fact has changed. */
  changesByItself(application: string): boolean;
  /** Whether the Application was planned. */
  isPlanned(application: string): boolean;
  /** Whether the last pass failed for the Application. */
  hasFailed(application: string): boolean;
  forget(application: string): void;
  all(): readonly ApplicationState[];
  /** By its name, with its namespace or without. */
  find(name: string): ApplicationState | undefined;
}

interface Remembered {
  readonly images: readonly ImageState[];
  readonly plannedAt: number;
  readonly lastDelivery: LastDelivery | undefined;
  readonly volatile: boolean;
  readonly failed: boolean;
}

/** Empty {@link States} of the Applications in a store. */
export function createStates(store: ApplicationStore): States {
  const remembered = new Map<string, Remembered>();
  const stateOf = ({ key, application, repositories, findings }: StoredApplication): ApplicationState => {
    const known = remembered.get(key);
    return {
      application: { namespace: application.namespace, name: application.name },
      repositories,
      images: known?.images ?? [],
      plannedAt: known?.plannedAt,
      lastDelivery: known?.lastDelivery,
      problems: findings.map(({ at, message }) => `${at}: ${message}`),
      sync: application.status?.sync,
      health: application.status?.health,
    };
  };
  return {
    record(result, { at, pushedAt, takesBack, lastWrite }) {
      const { managed, plan } = result;
      const key = applicationKey(managed.application);
      const delivery = lastDelivery(result, at);
      const images = plan.images.map(decidedImage);
      remembered.set(key, {
        images: images.map(({ label, repository, state, deployed, wanted, why }) => {
          return { label, repository, state, deployed, wanted, why };
        }),
        plannedAt: at,
        lastDelivery: delivery ?? remembered.get(key)?.lastDelivery,
        volatile: plan.images.some(changesByItself),
        failed: hasFailed(result),
      });
      return {
        application: managed.application,
        images,
        pushedAt,
        delivery,
        isProposed: isProposed(plan),
        takesBack,
        lastWrite: delivery === undefined ? lastWrite : undefined,
        at,
      };
    },
    changesByItself: (application) => remembered.get(application)?.volatile ?? false,
    isPlanned: (application) => remembered.has(application),
    hasFailed: (application) => remembered.get(application)?.failed ?? false,
    forget: (application) => void remembered.delete(application),
    all: () => [...store.all()].map(stateOf),
    find(name) {
      const found = store.get(name) ?? [...store.all()].find(({ application }) => application.name === name);
      return found && stateOf(found);
    },
  };
}

function isProposed({ write }: Delivered['plan']): boolean {
  return write.kind === 'files' && write.destination.branch !== write.destination.base;
}

function lastDelivery({ delivery }: Delivered, at: number): LastDelivery | undefined {
  return delivery.kind === 'unchanged' ? undefined : { ...delivery, at };
}
