/** When things are due. What was taken is not due again before it is put back. */
export interface Timetable {
  has(name: string): boolean;
  /** Makes something due at a time, in the stead of any other time. */
  put(name: string, at: number): void;
  /** Makes it due by then; what is due earlier, or was taken, stays as it is. Whether it was put forward. */
  bringForward(name: string, at: number): boolean;
  remove(name: string): void;
  /** Takes everything that is due. What is due within `slackMs` is taken along where anything is, so that times do not drift apart. */
  take(now: number, slackMs: number): readonly string[];
  /** When the next thing is due; undefined where nothing is. */
  next(): number | undefined;
}

/** An empty {@link Timetable}. */
export function createTimetable(): Timetable {
  /** Undefined where it was taken. */
  const times = new Map<string, number | undefined>();
  let earliest: number | undefined;
  const next = (): number | undefined => {
    if (earliest === undefined) {
      for (const at of times.values()) {
        if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
      }
    }
    return earliest;
  };
  return {
    has: (name) => times.has(name),
    put(name, at) {
      times.set(name, at);
      earliest = undefined;
    },
    bringForward(name, at) {
      const known = times.get(name);
      if (known === undefined || known <= at) return false;
      times.set(name, at);
      earliest = undefined;
      return true;
    },
    remove: (name) => {
      times.delete(name);
      earliest = undefined;
    },
    take(now, slackMs) {
      const first = next();
      if (first === undefined || first > now) return [];
      const taken = [...times].flatMap(([name, at]) => (at !== undefined && at <= now + slackMs ? [name] : []));
      for (const name of taken) times.set(name, undefined);
      earliest = undefined;
      return taken;
    },
    next,
  };
}
