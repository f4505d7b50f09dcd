import type { Registry } from 'prom-client';
import { type MetricName, type MetricSpec, metricTable } from './metric-table.js';

/** The labels of one measurement. */
export type Labels = Readonly<Record<string, string>>;

/** Where everything is counted, and what Prometheus is shown. */
export interface Metrics {
  /** Adds to a counter. */
  add(name: MetricName, labels?: Labels, amount?: number): void;
  /** Sets a gauge. */
  set(name: MetricName, value: number): void;
  /** Adds a measurement to a histogram. */
  observe(name: MetricName, value: number, labels?: Labels): void;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Metrics in a registry of their own, those of the process included. The library is loaded now. */
export async function createMetrics(): Promise<Metrics> {
  const library = await import('prom-client');
  const registry: Registry = new library.Registry();
  library.collectDefaultMetrics({ register: registry });
  const counters = new Map<string, InstanceType<typeof library.Counter>>();
  const gauges = new Map<string, InstanceType<typeof library.Gauge>>();
  const histograms = new Map<string, InstanceType<typeof library.Histogram>>();
  for (const [name, spec] of Object.entries<MetricSpec>(metricTable)) {
    const common = { name, help: spec.help, labelNames: [...spec.labels], registers: [registry] };
    if (spec.kind === 'counter') counters.set(name, new library.Counter(common));
    else if (spec.kind === 'gauge') gauges.set(name, new library.Gauge(common));
    else
      histograms.set(
        name,
        new library.Histogram({ ...common, ...(spec.buckets ? { buckets: [...spec.buckets] } : {}) }),
      );
  }
  return {
    add: (name, labels = {}, amount = 1) => counters.get(name)?.inc(labels, amount),
    set: (name, value) => gauges.get(name)?.set(value),
    observe: (name, value, labels = {}) => histograms.get(name)?.observe(labels, value),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
