import { beforeAll, expect, it } from '@jest/globals';
import { describeReal } from '@towline/test-kit/real';
import { z } from 'zod';
import { metricTable } from '../../packages/argo-updater/src/server/metrics/metric-table.js';
import { everything } from './chart-values.js';
import { ofKind, renderChart } from './render.js';

const ruleSchema = z.object({
  spec: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            labels: z.object({ severity: z.enum(['warning', 'critical']) }),
            annotations: z.object({ summary: z.string(), description: z.string() }),
          }),
        ),
      }),
    ),
  }),
});
type Rule = z.infer<typeof ruleSchema>['spec']['groups'][number]['rules'][number];

const metrics: Readonly<Record<string, { readonly labels: readonly string[] }>> = metricTable;
/** What a scrape adds to every metric. */
const ofScrape = ['namespace'];

describeReal('helm', 'an alert of the chart', () => {
  let rules: readonly Rule[];
  beforeAll(async () => {
    const [rule] = ofKind(await renderChart({ values: everything }), 'PrometheusRule');
    rules = ruleSchema.parse(rule).spec.groups.flatMap((group) => group.rules);
  });

  it('is about metrics that exist, by labels that they have', () => {
    const selectors = rules.flatMap(({ expr }) => [...expr.matchAll(/([a-z_]+)\{([^}]*)\}/g)]);
    expect(selectors.length).toBeGreaterThanOrEqual(rules.length);
    for (const [, metric = '', matchers = ''] of selectors) {
      const labels = [...matchers.matchAll(/([a-z_]+)=/g)].map(([, label]) => label);
      expect([metric, Object.keys(metrics)]).toEqual([metric, expect.arrayContaining([metric])]);
      expect([metric, [...(metrics[metric]?.labels ?? []), ...ofScrape]]).toEqual([
        metric,
        expect.arrayContaining(labels),
      ]);
    }
  });

  it('sums and names by labels that its metrics have', () => {
    for (const { expr, annotations, alert } of rules) {
      const used = [...expr.matchAll(/by \(([a-z_]+)\)/g), ...annotations.summary.matchAll(/\$labels\.([a-z_]+)/g)];
      const names = [...expr.matchAll(/([a-z_]+)\{/g)].map(([, name = '']) => name);
      const wrong = used.filter(([, label = '']) => !names.every((name) => metrics[name]?.labels.includes(label)));
      expect([alert, wrong]).toEqual([alert, []]);
    }
  });

  it('is of the release, and each has a name of its own', () => {
    expect(rules.filter(({ expr }) => !expr.includes('namespace="argocd"'))).toEqual([]);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});
