import type { AnswerRule } from '@towline/test-kit/groovy';
import { type Behaviour, behavioursOf, look, newer, sha } from './behaviour.js';

const push = `push ${sha}`;
const tested = ['build', 'test-unit'];
const published = ['login', push, 'tag latest'];
const partsPushed = ['login', 'login', 'push part linux-amd64', 'push part linux-arm64'];
const unstable: AnswerRule = { step: 'junit', result: 'UNSTABLE' };
const missing: AnswerRule = { command: /^docker manifest inspect/, status: 1 };

/** All of them, by pipeline. */
export const behaviours: readonly Behaviour[] = [
  ...behavioursOf('simplest', [
    { fact: 'pushes the commit, then moves latest', deeds: [...tested, ...published], result: 'SUCCESS' },
    {
      fact: 'signs in nowhere when a test fails',
      answers: [{ command: 'test-unit', status: 1 }],
      deeds: tested,
      result: 'FAILURE',
    },
    { fact: 'signs in nowhere when a test is unstable', answers: [unstable], deeds: tested, result: 'UNSTABLE' },
    {
      fact: 'leaves latest when the commit cannot be pushed',
      answers: [{ command: 'docker push', status: 1 }],
      deeds: [...tested, 'login', push],
      result: 'FAILURE',
    },
    {
      fact: 'stops where it is aborted',
      answers: [{ command: 'test-unit', interrupt: 'abort' }],
      deeds: tested,
      result: 'ABORTED',
    },
    {
      fact: 'moves latest to the image of a descendant that was faster',
      answers: [look(newer)],
      deeds: [...tested, 'login', push, `tag latest as ${newer}`],
      result: 'SUCCESS',
    },
    {
      fact: 'moves latest on to a descendant that is published meanwhile',
      answers: [look('', 1), look(newer)],
      deeds: [...tested, ...published, `tag latest as ${newer}`],
      result: 'SUCCESS',
    },
    {
      fact: 'leaves latest in a shallow clone, and warns',
      answers: [look('!shallow')],
      deeds: [...tested, 'login', push],
      result: 'SUCCESS',
      told: /WARNING.*shallow|latest stays.*WARNING.*shallow/,
    },
    {
      fact: 'leaves latest where the commit is not on its branch',
      answers: [look('!off-branch')],
      deeds: [...tested, 'login', push],
      result: 'SUCCESS',
      told: /latest stays where it is/,
    },
    {
      fact: 'fails where the registry does not tell what is published',
      answers: [{ command: 'rev-list', status: 1 }],
      deeds: [...tested, 'login', push],
      result: 'FAILURE',
    },
  ]),
  ...behavioursOf('of two images', [
    {
      fact: 'pushes nothing until all are built, tested and scanned',
      deeds: [
        'build',
        'build',
        'test-unit',
        'test-smoke',
        'scan-image',
        'scan-image',
        'login',
        push,
        push,
        'tag latest',
        'tag latest',
      ],
      result: 'SUCCESS',
    },
    {
      fact: 'pushes none when the second cannot be built',
      answers: [
        { command: 'docker build', times: 1 },
        { command: 'docker build', status: 1 },
      ],
      deeds: ['build', 'build'],
      result: 'FAILURE',
    },
    {
      fact: 'pushes none when a scan finds something',
      answers: [
        { command: 'scan-image', times: 1 },
        { command: 'scan-image', status: 1 },
      ],
      deeds: ['build', 'build', 'test-unit', 'test-smoke', 'scan-image', 'scan-image'],
      result: 'FAILURE',
    },
  ]),
  ...behavioursOf('gated', [
    {
      fact: 'asks, pushes and tells the updater',
      deeds: [...tested, 'ask', ...published, 'notify'],
      result: 'SUCCESS',
    },
    {
      fact: 'pushes nothing that is refused',
      answers: [{ step: 'input', interrupt: 'reject' }],
      deeds: [...tested, 'ask'],
      result: 'ABORTED',
    },
    {
      fact: 'pushes nothing of another branch',
      build: { env: { BRANCH_NAME: 'feature/x' } },
      deeds: tested,
      result: 'SUCCESS',
    },
    { fact: 'asks nobody about an unstable build', answers: [unstable], deeds: tested, result: 'UNSTABLE' },
  ]),
  ...behavioursOf('of two platforms', [
    {
      fact: 'publishes the index when all parts are there',
      deeds: ['build', 'build', 'test-unit', ...partsPushed, 'login', `index ${sha}`, 'tag latest'],
      result: 'SUCCESS',
    },
    {
      fact: 'publishes no index when a part cannot be built',
      answers: [{ command: /docker build.*arm64/, status: 1 }],
      deeds: ['build', 'build'],
      result: 'FAILURE',
    },
    {
      fact: 'publishes no index when a part cannot be pushed',
      answers: [{ command: /docker push.*arm64/, status: 1 }],
      deeds: ['build', 'build', 'test-unit', ...partsPushed],
      result: 'FAILURE',
    },
    {
      fact: 'pushes no part when a test is unstable',
      answers: [unstable],
      deeds: ['build', 'build', 'test-unit'],
      result: 'UNSTABLE',
    },
  ]),
  ...behavioursOf('of parts in pods', [
    {
      fact: 'tests and pushes each part in a new pod',
      deeds: ['build', 'build', 'test-smoke', 'test-smoke', ...partsPushed, 'login', `index ${sha}`, 'tag latest'],
      result: 'SUCCESS',
    },
    {
      fact: 'pushes no part when one fails its test',
      answers: [
        { command: 'test-smoke', times: 1 },
        { command: 'test-smoke', status: 1 },
      ],
      deeds: ['build', 'build', 'test-smoke', 'test-smoke'],
      result: 'FAILURE',
    },
  ]),
  ...behavioursOf('in a pod', [
    { fact: 'gives the pod back while it asks', deeds: [...tested, 'ask', ...published], result: 'SUCCESS' },
  ]),
  ...behavioursOf('immutable', [
    {
      fact: 'pushes the commit only, and warns',
      answers: [missing],
      deeds: [...tested, 'login', push],
      result: 'SUCCESS',
      told: /WARNING.*latest/,
    },
    {
      fact: 'keeps what is there already',
      deeds: [...tested, 'login'],
      result: 'SUCCESS',
      told: /there already/,
    },
  ]),
  ...behavioursOf('with other means', [
    { fact: 'does the same without a daemon', deeds: [...tested, ...published], result: 'SUCCESS' },
    {
      fact: 'makes the repository that is missing',
      answers: [{ command: 'describe-repositories', status: 1 }],
      deeds: [...tested, 'create repository', ...published],
      result: 'SUCCESS',
    },
  ]),
];
