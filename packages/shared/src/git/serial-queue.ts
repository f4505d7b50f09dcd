/** Runs tasks one after the other, in the order they were given. One that fails does not stop the next. */
export type SerialQueue = <Result>(task: () => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

/** A queue of its own. A task whose signal is aborted before its turn is never started. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (task, signal) => {
    const result = last.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    last = result.catch(() => undefined);
    return result;
  };
}
