import { describe, expect, it } from '@jest/globals';
import { readApplications } from './read-application.js';
import { detectSourceType, selectSource, sourceTypeOf } from './source.js';

function application(spec: object, status?: object) {
  const document = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'web' }, spec, status };
  const [read] = readApplications(document, { kind: 'manifest', file: 'web.yaml', document: 0 }).applications;
  if (!read) throw new Error('unreadable');
  return read;
}

const chart = { repoURL: 'https://charts.example', chart: 'redis' };
const values = { repoURL: 'https://git.example/a.git', ref: 'values' };
const overlay = { repoURL: 'https://git.example/a.git', path: 'overlay' };

describe('sourceTypeOf', () => {
  it.each([
    ['a section, without a status', { source: { ...overlay, kustomize: {} } }, undefined, 'Kustomize'],
    ['a chart, without a status', { source: chart }, undefined, 'Helm'],
    ['nothing, without a status', { source: overlay }, undefined, undefined],
    ['the status, not the section', { source: { ...overlay, helm: {} } }, { sourceType: 'Directory' }, 'Directory'],
    ['an empty status', { source: { ...overlay, helm: {} } }, {}, undefined],
    ['the first of several with overrides', { sources: [values, chart] }, { sourceTypes: ['', 'Helm'] }, 'Helm'],
    ['the first of several, without a status', { sources: [values, chart] }, undefined, 'Helm'],
    ['none of several', { sources: [values] }, { sourceTypes: ['Directory'] }, 'Directory'],
    [
      'the dry source, not its rendering',
      { sourceHydrator: { drySource: { ...overlay, helm: {} } } },
      { sourceType: 'Directory' },
      'Helm',
    ],
  ])('goes by %s', (_what, spec, status, expected) => {
    expect(sourceTypeOf(application(spec, status))).toBe(expected);
  });
});

describe('selectSource', () => {
  it.each([
    ['the one with the section', [overlay, { ...values, kustomize: {} }], ['Kustomize', 'Helm'], 'Kustomize', 1],
    ['the one that is reported so', [values, overlay], ['', 'Kustomize'], 'Kustomize', 1],
    ['one with any section', [values, { ...overlay, helm: {} }], [], 'Directory', 1],
    ['the first', [values, overlay], [], 'Directory', 0],
  ] as const)('takes %s', (_what, sources, sourceTypes, type, expected) => {
    expect(selectSource(application({ sources }, { sourceTypes }), type)?.index).toBe(expected);
  });
});

describe('detectSourceType', () => {
  it.each([
    [['Chart.yaml', 'values.yaml'], 'Helm'],
    [['kustomization.yml', 'Chart.yaml'], 'Kustomize'],
    [['Kustomization'], 'Kustomize'],
    [['deployment.yaml'], 'Directory'],
  ])('takes %j for %s', (names, expected) => {
    expect(detectSourceType(names)).toBe(expected);
  });
});
