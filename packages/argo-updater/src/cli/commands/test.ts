import {
  answer,
  CliError,
  type CommandModule,
  createPaint,
  type Invocation,
  listOption,
  type Paint,
  switchOption,
  textOption,
} from '@towline/shared/cli';
import { exitCodes } from '@towline/shared/errors';
import { type ImageTestReport, testImage } from '../../app/test-image.js';
import { composeBase } from '../compose/compose-base.js';
import { composeRegistry } from '../compose/compose-registry.js';
import { loadSettings } from '../settings/load-settings.js';
import { settingOptions } from '../settings/setting-options.js';
import { ageText } from '../text/age-text.js';
import { refusalSummary, selectionText } from '../text/selection-text.js';

/** `test IMAGE`: which tag a policy chooses, and why not the others. */
export const test: CommandModule = {
  spec: {
    description:
      'Lists the tags of an image, judges them by a policy and shows which one it chooses. It changes nothing.',
    arguments: [{ name: 'image', meaning: 'registry/name, or registry/name:constraint', required: true }],
    options: [
      { flag: 'semver-constraint', value: 'constraint', meaning: 'only versions within it, such as 1.x' },
      {
        flag: 'update-strategy',
        value: 'name',
        choices: ['semver', 'newest-build', 'latest', 'alphabetical', 'name', 'digest', 'numerical'],
        meaning: 'how the newest image is found (default: semver)',
      },
      { flag: 'allow-tags', value: 'pattern', meaning: 'only tags that match this RE2 pattern somewhere' },
      { flag: 'ignore-tags', value: 'glob', repeatable: true, meaning: 'tags to leave out' },
      { flag: 'platforms', value: 'list', meaning: 'platforms that the image must have, separated by commas' },
      {
        flag: 'credentials',
        value: 'reference',
        meaning: 'credentials, such as env:NAME or pullsecret:namespace/name',
      },
      { flag: 'rate-limit', value: 'number', meaning: 'requests a second, whatever registries.conf says' },
      { flag: 'all', meaning: 'show every tag with the rule that refused it' },
      ...settingOptions('registries', 'kubernetes', 'cache', 'log'),
    ],
    examples: [
      ['argo-updater test nginx', 'the highest version of an image'],
      ['argo-updater test nginx --semver-constraint 1.27.x --all', 'the highest of a range, and why not the others'],
      ["argo-updater test example.com/web --update-strategy newest-build --allow-tags '^main-'", 'the newest build'],
    ],
  },
  async run(invocation) {
    const { args, terminal, signal } = invocation;
    const settings = await loadSettings(invocation);
    const base = await composeBase(settings, invocation, 'warn');
    const { clock } = base;
    try {
      const registry = await composeRegistry(settings, base, { perSecond: rateLimit(invocation) });
      const report = await testImage(readTest(args[0] ?? '', invocation), { registry, now: clock.now, signal });
      const paint = createPaint(terminal.stdout.colors);
      const all = switchOption(invocation, 'all');
      answer(invocation, report, () => reportText(report, { all, paint, now: clock.now() }));
      return report.chosen === undefined ? exitCodes['nothing-matched'] : exitCodes.done;
    } finally {
      base.close();
    }
  },
};

function readTest(image: string, invocation: Invocation) {
  const constraint = textOption(invocation, 'semver-constraint');
  const allowTags = textOption(invocation, 'allow-tags');
  return {
    image: constraint === undefined ? image : `${image}:${constraint}`,
    settings: {
      updateStrategy: textOption(invocation, 'update-strategy'),
      allowTags: allowTags === undefined || /^(?:any$|regexp:)/.test(allowTags) ? allowTags : `regexp:${allowTags}`,
      ignoreTags: listOption(invocation, 'ignore-tags'),
      platforms: textOption(invocation, 'platforms')
        ?.split(',')
        .map((platform) => platform.trim()),
      pullSecret: textOption(invocation, 'credentials'),
    },
  };
}

function rateLimit(invocation: Invocation): number | undefined {
  const text = textOption(invocation, 'rate-limit');
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new CliError('cli-usage', `--rate-limit ${text} is no number of requests a second`, {
    hint: 'Write a whole number above 0, such as 20.',
  });
}

interface Look {
  readonly all: boolean;
  readonly paint: Paint;
  readonly now: number;
}

function reportText(report: ImageTestReport, { all, paint, now }: Look): string {
  const { image, tags, chosen, why, refusals, missing } = report;
  const head =
    chosen === undefined
      ? `${paint.red('✗')} ${image}: none of ${tags} tags is allowed`
      : `${paint.green('✓')} ${paint.bold(`${image}:${chosen.tag}`)} is ${why ?? 'chosen'}, of ${tags} tags`;
  const since = chosen?.pushedAt ?? chosen?.createdAt;
  const lines = [
    head,
    ...(chosen?.digest === undefined ? [] : [`  digest  ${chosen.digest}`]),
    ...(since === undefined || since === null ? [] : [`  age     ${ageText(Math.max(0, now - since))}`]),
    ...(missing.length === 0 ? [] : [paint.yellow(`  waiting for ${missing.join(', ')}`)]),
    ...(all ? selectionText(chosen?.tag, refusals, paint) : refusalSummary(refusals, paint)),
  ];
  return `${lines.join('\n')}\n`;
}
