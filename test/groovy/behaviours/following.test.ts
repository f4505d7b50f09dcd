import type { AnswerRule } from '@towline/test-kit/groovy';
import { behavioursOf, sha } from './behaviour.js';
import { describeBehaviours } from './behaviour-suite.js';

const published = ['build', 'test-unit', 'login', `push ${sha}`, 'tag latest'];
const told = [...published, 'notify', 'wait'];
/** As generated files read it, and with the status that the library asks curl for. */
const delivery = (state: string, application = 'argocd/cart', times?: number): AnswerRule => ({
  command: '/api/v1/deliveries',
  stdout: `${JSON.stringify({ deliveries: [{ application, state, reason: 'the probe', commit: 'abc' }] })}\n200`,
  ...(times === undefined ? {} : { times }),
});
const healthy = delivery('healthy');

describeBehaviours([
  ...behavioursOf('with all that follows', [
    {
      fact: 'does all of it in turn, and tells of the success',
      answers: [healthy],
      deeds: [
        ...told,
        'login',
        'tag stable',
        'login',
        'login',
        `tag ${sha}`,
        'ask',
        'deploy-database',
        'job shop/smoke',
        'slack SUCCESS',
        'webhook SUCCESS',
      ],
      result: 'SUCCESS',
    },
    {
      fact: 'goes no further when the rollout fails',
      answers: [delivery('failed')],
      deeds: [...told, 'slack FAILURE', 'mail FAILURE'],
      result: 'FAILURE',
      told: /the probe/,
    },
    {
      fact: 'goes no further when the rollout is held, and is unstable',
      answers: [delivery('held')],
      deeds: [...told, 'slack UNSTABLE'],
      result: 'UNSTABLE',
      told: /the probe/,
    },
    {
      fact: 'fails when the rollout takes longer than it may',
      answers: [delivery('synced')],
      deeds: [...told, 'wait', 'wait', 'wait', 'slack FAILURE', 'mail FAILURE'],
      result: 'FAILURE',
      told: new RegExp(`cart does not run ${sha} after 30 seconds`),
    },
    {
      fact: 'takes no other Application for its own',
      answers: [delivery('failed', 'argocd/other-cart', 1), healthy, { step: 'input', interrupt: 'reject' }],
      deeds: [
        ...told,
        'wait',
        'login',
        'tag stable',
        'login',
        'login',
        `tag ${sha}`,
        'ask',
        'slack ABORTED',
        'mail ABORTED',
      ],
      result: 'ABORTED',
    },
    {
      fact: 'tells of an abort',
      answers: [{ command: 'test-unit', interrupt: 'abort' }],
      deeds: ['build', 'test-unit', 'slack ABORTED', 'mail ABORTED'],
      result: 'ABORTED',
    },
    {
      fact: 'does nothing that follows a push that failed',
      answers: [{ command: 'docker push', status: 1 }],
      deeds: [...published.slice(0, 4), 'slack FAILURE', 'mail FAILURE'],
      result: 'FAILURE',
    },
  ]),
]);
