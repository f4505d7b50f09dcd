import { describe, expect, it } from '@jest/globals';
import type { Trigger } from '../pipeline/model/source.js';
import { ensureXml, text, type Wanted } from '../xml/ensure-xml.js';
import { parseXml } from '../xml/parse-xml.js';
import { printXml } from '../xml/print-xml.js';
import { libraryAsCode } from './folder-wanted.js';
import { comparePluginVersions, findPlugins } from './required-plugins.js';
import { triggerFields } from './trigger-wanted.js';

describe('ensureXml', () => {
  const wish = (...fields: readonly Wanted[]): Wanted => ({ kind: 'fields', name: 'a', fields });
  const list = (...values: readonly string[]): Wanted => ({
    kind: 'list',
    name: 'l',
    items: values.map((one) => text('s', one)),
  });
  it.each([
    ['leaves what fits', '<a p="1"><b>1</b><c/></a>', wish(text('b', 1)), '<a p="1"><b>1</b><c/></a>', []],
    ['changes a text', '<a><b>1</b></a>', wish(text('b', 2)), '<a><b>2</b></a>', [['a/b', '1', '2']]],
    ['adds what is missing', '<a><c/></a>', wish(text('b', 2)), '<a><c/><b>2</b></a>', [['a/b', undefined, '2']]],
    [
      'takes away',
      '<a><b>1</b><c/></a>',
      wish({ kind: 'absent', name: 'b' }),
      '<a><c/></a>',
      [['a/b', '1', undefined]],
    ],
    [
      'shortens a list',
      '<a><l><s>1</s><s>2</s></l></a>',
      wish(list('1')),
      '<a><l><s>1</s></l></a>',
      [['a/l[2]/s', '2', undefined]],
    ],
    [
      'orders a list',
      '<a><l><s>2</s><s>1</s></l></a>',
      wish(list('1', '2')),
      '<a><l><s>1</s><s>2</s></l></a>',
      [
        ['a/l[1]/s', '2', '1'],
        ['a/l[2]/s', '1', '2'],
      ],
    ],
    [
      'leaves another class behind',
      '<a><b class="X"><c>1</c></b></a>',
      wish({ kind: 'fields', name: 'b', class: 'Y', fields: [text('d', 1)] }),
      '<a><b class="Y"><d>1</d></b></a>',
      [
        ['a/b@class', 'X', 'Y'],
        ['a/b/d', undefined, '1'],
      ],
    ],
    [
      'makes nothing that is wanted only where it is',
      '<a/>',
      wish({ kind: 'fields', name: 'b', fields: [text('c', 1)], ifThere: true }),
      '<a/>',
      [],
    ],
    [
      'finds one among several',
      '<a><b><n>x</n></b><b><n>y</n></b></a>',
      wish({ kind: 'keyed', key: 'n', value: 'y', item: { kind: 'fields', name: 'b', fields: [text('v', 1)] } }),
      '<a><b><n>x</n></b><b><n>y</n><v>1</v></b></a>',
      [['a/b/v', undefined, '1']],
    ],
  ])('%s', (_what, before, wanted, after, differences) => {
    const ensured = ensureXml(parseXml(before), wanted);
    expect(printXml(ensured.root)).toBe(printXml(parseXml(after)));
    expect(ensured.differences.map(({ path, from, to }) => [path, from, to])).toEqual(differences);
    expect(ensureXml(ensured.root, wanted).differences).toEqual([]);
  });
});

describe('triggerFields', () => {
  const made = (...triggers: readonly Trigger[]) =>
    printXml(ensureXml(undefined, { kind: 'fields', name: 't', fields: triggerFields(triggers) }).root);
  it.each<readonly [string, readonly Trigger[], string]>([
    ['polls', [{ kind: 'poll', schedule: 'H/5 * * * *' }], '<spec>H/5 * * * *</spec>'],
    [
      'is called by notifyCommit, and does not poll',
      [{ kind: 'webhook', from: 'notify-commit' }],
      '<hudson.triggers.SCMTrigger>\n    <spec/>\n    <ignorePostCommitHooks>false<',
    ],
    ['is called by GitHub', [{ kind: 'webhook', from: 'github' }], '<com.cloudbees.jenkins.GitHubPushTrigger>'],
    ['is called by GitLab', [{ kind: 'webhook', from: 'gitlab' }], 'GitLabPushTrigger>'],
    [
      'runs at two times',
      [
        { kind: 'schedule', schedule: '@daily' },
        { kind: 'schedule', schedule: '@weekly' },
      ],
      '<spec>@daily\n@weekly</spec>',
    ],
    ['follows others', [{ kind: 'upstream', jobs: ['a', 'b'] }], '<upstreamProjects>a, b</upstreamProjects>'],
  ])('%s', (_what, triggers, part) => {
    expect(made(...triggers)).toContain(part);
  });
});

describe('plugins', () => {
  it.each([
    ['5.5.2', '4.11.4', 1],
    ['4.11.3', '4.11.4', -1],
    ['4.11', '4.11.0', 0],
    ['1400.v7fd111b_ec82f', '1399.v0', 1],
    ['2.2218.v56d0cda_37c72', '2.2218.va', 0],
  ])('%s against %s is %d', (a, b, sign) => {
    expect(Math.sign(comparePluginVersions(a, b))).toBe(sign);
  });

  it.each([
    ['missing', [], [{ installed: undefined }]],
    ['too old', [{ name: 'git', version: '4.10.0' }], [{ installed: '4.10.0' }]],
    ['new enough', [{ name: 'git', version: '5.0.0' }], []],
  ])('are told where they are %s', (_what, installed, found) => {
    expect(findPlugins(installed, [{ name: 'git', from: '4.11.4', why: '', need: 'required' }])).toMatchObject(found);
  });
});

it('writes a library as code, each value quoted', () => {
  expect(libraryAsCode({ name: 'a: b', url: 'https://x', version: 'v1', path: 'p', credentialsId: 'c' })).toContain(
    '- name: "a: b"',
  );
});
