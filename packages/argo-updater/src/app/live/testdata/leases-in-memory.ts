import type { LeaseSink, LeasesPort, ReplicaLease } from '../lease-view.js';

/** A cluster's Leases in memory, to which the way can be cut for each replica. Its watches may say nothing, as connections do that hang. */
export function createCluster({ watches }: { readonly watches: boolean }) {
  const leases = new Map<string, ReplicaLease>();
  const cut = new Set<string>();
  const sinks = new Map<string, LeaseSink>();
  const asked = { lists: 0, renewals: 0 };
  let version = 0;
  const reach = (name: string): void => {
    if (cut.has(name)) throw Object.assign(new Error('no way'), { code: 'kubernetes-unreachable' });
  };
  const tell = (say: (sink: LeaseSink) => void): void => {
    if (watches) for (const [name, sink] of sinks) if (!cut.has(name)) say(sink);
  };
  const take = (lease: { readonly name: string }): void => {
    leases.delete(lease.name);
    tell((sink) => sink.gone(lease));
  };
  const portOf = (name: string, holder = name): LeasesPort => ({
    async list() {
      reach(name);
      asked.lists += 1;
      return [...leases.values()];
    },
    async watch(sink, signal) {
      sinks.set(holder, sink);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      sinks.delete(holder);
    },
    async renew(notes) {
      reach(name);
      asked.renewals += 1;
      version += 1;
      const lease = { name, holder, version: String(version), address: `http://${name}`, notes };
      leases.set(name, lease);
      tell((sink) => sink.changed(lease));
      return lease;
    },
    async release() {
      reach(name);
      take({ name });
    },
    async remove(lease) {
      reach(name);
      if (leases.get(lease.name)?.version === lease.version) take(lease);
    },
  });
  return { leases, cut, asked, portOf };
}
