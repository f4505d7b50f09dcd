import { errorCode, errorMessage } from '@towline/shared/errors';
import type { Logger } from '@towline/shared/ports';
import { type Application, applicationKey } from '../../core/application/application.js';
import { type DeliveryMemory, formatMemory, memoryKey, readMemory } from '../../core/outcome/delivery-memory.js';
import { PassError } from '../pass/pass-error.js';
import type { LivePort } from '../pass/ports.js';
import type { OutcomeMemory } from './ports.js';

/** What outcomes are written down with. */
export interface OutcomeMemoryDependencies {
  /** Undefined where there is no cluster: then nothing outlives the process. */
  readonly live: LivePort | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

interface Known {
  memory: DeliveryMemory | undefined;
  /** As the annotation says it, as far as we know. */
  text: string | undefined;
  last: Promise<void>;
}

/** Others change the same Application all the time: Argo CD its status, people its spec. */
const attempts = 5;

/** An {@link OutcomeMemory} in an annotation of each Application, by compare-and-swap. */
export function createOutcomeMemory({ live, log, signal }: OutcomeMemoryDependencies): OutcomeMemory {
  const known = new Map<string, Known>();
  const knownOf = (application: Application): Known => {
    const key = applicationKey(application);
    const found = known.get(key) ?? readKnown(application);
    known.set(key, found);
    return found;
  };
  const write = async (application: Application, one: Known, { text, isForced }: Written): Promise<boolean> => {
    if (live === undefined || application.origin.kind !== 'cluster') return true;
    try {
      const found = await swap(live, application, { before: isForced ? anything : one.text, after: text, signal });
      // Where another replica has told of this delivery, this one must not tell the same: its next news come too late.
      one.text = found === undefined || (isForced && isTold(found)) ? text : found;
      return found === undefined;
    } catch (error) {
      if (signal.aborted) return false;
      const fields = { application: applicationKey(application), code: errorCode(error), error: errorMessage(error) };
      log.warn(fields, 'What became of a delivery could not be written down');
      return true;
    }
  };
  return {
    recall: (application) => knownOf(application).memory,
    keep(application, memory, won) {
      const one = knownOf(application);
      one.memory = memory;
      if (live === undefined) return won?.();
      one.last = one.last.then(async () => {
        if (await write(application, one, { text: formatMemory(memory), isForced: won === undefined })) won?.();
      });
    },
    forget: (name) => void known.delete(applicationKey(name)),
    async settled() {
      await Promise.all([...known.values()].map(({ last }) => last));
    },
  };
}

function readKnown({ annotations }: Application): Known {
  return { memory: readMemory(annotations), text: annotations[memoryKey], last: Promise.resolve() };
}

interface Written {
  readonly text: string;
  /** Whether it counts whatever others have written. */
  readonly isForced: boolean;
}

const anything = Symbol('anything');

interface Swap {
  readonly before: string | undefined | typeof anything;
  readonly after: string;
  readonly signal: AbortSignal;
}

/**
 * Writes the annotation, unless another replica has since it was `before`: then what that one wrote, or nothing where the Application is gone. A new
 * delivery counts whatever was there before, unless another replica has found its commit already. An annotation that somebody took away stands in
 * nobody's way.
 */
async function swap(
  live: LivePort,
  application: Application,
  { before, after, signal }: Swap,
): Promise<string | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const now = await live.read(application, { signal });
    const text = now?.annotations[memoryKey];
    if (now?.origin.kind !== 'cluster') return '';
    if (before !== anything && text !== undefined && text !== before) return text;
    if (text === after) return undefined;
    if (text !== undefined && before === anything && isSameDelivery(text, after)) return text;
    if (Object.keys(now.annotations).length === 0) {
      // A patch of single items cannot add the first annotation.
      await live.annotate(application, { [memoryKey]: after }, { signal });
      return undefined;
    }
    const { resourceVersion } = now.origin;
    const outcome = await live.patch(
      application,
      [
        { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
        { op: 'add', path: `/metadata/annotations/${memoryKey.replaceAll('/', '~1')}`, value: after },
      ],
      { signal },
    );
    if (outcome.kind === 'patched') return undefined;
  }
  throw new PassError(
    'application-overtaken',
    `${applicationKey(application)} changed before each of ${attempts} patches`,
  );
}

function isSameDelivery(text: string, other: string): boolean {
  const commit = memoryIn(text)?.commit;
  return commit !== undefined && commit === memoryIn(other)?.commit;
}

/** Whether people were told of the delivery, be it by silence. */
function isTold(text: string): boolean {
  return memoryIn(text)?.state !== 'written';
}

function memoryIn(text: string): DeliveryMemory | undefined {
  return readMemory({ [memoryKey]: text });
}
