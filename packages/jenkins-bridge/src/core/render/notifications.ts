import type { Notification, Outcome } from '../pipeline/model/after.js';
import { block, type Code } from './code.js';
import { groovyArguments, groovyLine } from './groovy-text.js';

/** The conditions of `post`, in the order in which Jenkins runs them. */
export const outcomes: readonly Outcome[] = ['always', 'changed', 'fixed', 'aborted', 'failure', 'success', 'unstable'];

/** Code that tells whether a scripted build has had an outcome. */
export const outcomeConditions: Readonly<Record<Outcome, string | undefined>> = Object.freeze({
  always: undefined,
  changed: 'currentBuild.previousBuild?.currentResult != currentBuild.currentResult',
  fixed:
    "currentBuild.currentResult == 'SUCCESS' && currentBuild.previousBuild?.currentResult in ['FAILURE', 'UNSTABLE']",
  aborted: "currentBuild.currentResult == 'ABORTED'",
  failure: "currentBuild.currentResult == 'FAILURE'",
  success: "currentBuild.currentResult == 'SUCCESS'",
  unstable: "currentBuild.currentResult == 'UNSTABLE'",
});

const message = '"${currentBuild.currentResult}: ${env.JOB_NAME} #${env.BUILD_NUMBER} ${env.BUILD_URL}"';

/** Code that tells of the outcome. */
export function notificationCode(notification: Notification): Code {
  switch (notification.kind) {
    case 'slack': {
      const channel = groovyLine(notification.channel);
      return [`slackSend ${groovyArguments({ channel, tokenCredentialId: idOf(notification), message })}`];
    }
    case 'mail':
      return [
        `mail ${groovyArguments({ to: groovyLine(notification.to.join(',')), subject: message, body: message })}`,
      ];
    case 'webhook':
      return webhookCode(notification);
  }
}

type Webhook = Extract<Notification, { readonly kind: 'webhook' }>;

function webhookCode(notification: Webhook): Code {
  const id = idOf(notification);
  const facts = groovyArguments({
    job: 'env.JOB_NAME',
    build: 'env.BUILD_NUMBER',
    result: 'currentBuild.currentResult',
    url: 'env.BUILD_URL',
    revision: 'env.TOWLINE_REVISION',
  });
  const step = `httpRequest ${groovyArguments({
    url: groovyLine(notification.url),
    httpMode: "'POST'",
    contentType: "'APPLICATION_JSON'",
    customHeaders:
      id === undefined ? undefined : "[[name: 'Authorization', value: 'Bearer ' + env.TOWLINE_TOKEN, maskValue: true]]",
    requestBody: `groovy.json.JsonOutput.toJson([${facts}])`,
  })}`;
  if (id === undefined) return [step];
  return [block(`withCredentials([string(credentialsId: ${id}, variable: 'TOWLINE_TOKEN')])`, [step])];
}

function idOf(notification: Exclude<Notification, { readonly kind: 'mail' }>): string | undefined {
  return notification.tokenCredentialsId === undefined ? undefined : groovyLine(notification.tokenCredentialsId);
}
