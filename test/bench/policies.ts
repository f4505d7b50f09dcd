import { type Candidate, compilePolicy, type Policy, select } from '@towline/shared/policy';

const tagCount = 10_000;
const runs = 15;

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly per?: string;
}

interface Subject {
  readonly name: string;
  readonly policy: Policy;
  readonly tag: (index: number) => string;
}

/** Spreads consecutive numbers over 32 bits, so that no listing comes in the order it is asked for. */
const scatter = (index: number): number => Math.imul(index + 1, 2_654_435_761) >>> 0;

const version = (index: number): string => `v${scatter(index) % 9}.${scatter(index) % 97}.${index}`;
const build = (index: number): string =>
  `main-${scatter(index).toString(16).padStart(8, '0')}-${1_600_000_000 + (scatter(index) % 1e8)}`;
const pattern = '^main-[a-f0-9]+-(?P<ts>[0-9]+)$';

const subjects: readonly Subject[] = [
  { name: 'semver', policy: { order: { kind: 'semver', constraint: '>=1.2 <7' } }, tag: version },
  {
    name: 'semver, pre-releases',
    policy: { order: { kind: 'semver', constraint: '*-0' } },
    tag: (index) => `${version(index)}-rc.${index % 50}`,
  },
  {
    name: 'semver, allowed and ignored tags',
    policy: {
      order: { kind: 'semver', constraint: '^3' },
      allowTags: 'regexp:^v[0-9]+\\.[0-9]+\\.[0-9]+$',
      ignoreTags: ['*-rc*', '*.13.*', 'v3.[0-4].*'],
    },
    tag: version,
  },
  { name: 'alphabetical', policy: { order: { kind: 'alphabetical' } }, tag: build },
  { name: 'numerical', policy: { order: { kind: 'numerical' } }, tag: (index) => String(scatter(index)) },
  {
    name: 'numerical, 20 digits',
    policy: { order: { kind: 'numerical' } },
    tag: (index) => `20231103171720${String(scatter(index)).padStart(10, '0')}`,
  },
  {
    name: 'numerical, extracted',
    policy: { order: { kind: 'numerical' }, filterTags: { pattern, extract: '$ts' } },
    tag: build,
  },
  { name: 'newest-build', policy: { order: { kind: 'newest-build' }, allowTags: 'regexp:^main-' }, tag: build },
  { name: 'digest', policy: { order: { kind: 'digest', tag: 'main' }, compat: 'argocd-image-updater' }, tag: build },
];

/** Judges 10,000 tags by each kind of policy, reasons for all that lose included: medians after a warm-up, and the first run, which is cold. */
export async function policies(): Promise<readonly Row[]> {
  return subjects.flatMap(measure);
}

function measure({ name, policy, tag }: Subject): readonly Row[] {
  const candidates: readonly Candidate[] = Array.from({ length: tagCount }, (_, index) => ({
    tag: tag(index),
    createdAt: scatter(index),
  }));
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    const reading = compilePolicy(policy);
    if (reading.kind === 'refused') throw new Error(`${name}: ${JSON.stringify(reading.findings)}`);
    const { refusals } = select(reading.policy, candidates);
    if (refusals.length < tagCount - 1) throw new Error(`${name}: a candidate was lost`);
    return performance.now() - start;
  });
  const [first = 0, ...warm] = times;
  return [
    { name, value: median(warm), unit: 'ms', per: `${tagCount} tags` },
    { name: `${name}, first run`, value: first, unit: 'ms', per: `${tagCount} tags` },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
