import type { AfterStep } from '../../pipeline/model/after.js';
import { block, type Code } from '../code.js';
import { expression, groovyArguments, groovyLine, groovyText } from '../groovy-text.js';
import { seconds } from '../settings.js';
import type { Shell } from '../shell.js';
import type { PublishedImage } from './published-image.js';

type NotifyUpdater = Extract<AfterStep, { readonly kind: 'notify-updater' }>;
type WaitForRollout = Extract<AfterStep, { readonly kind: 'wait-for-rollout' }>;

/** Code that tells argo-updater of each image. */
export function notifyCode(step: NotifyUpdater, images: readonly PublishedImage[], shell: Shell): Code {
  const address = `${step.url.replace(/\/$/, '')}/api/v1/refresh`;
  const requests = images.map(({ built, tag }) => {
    const body = groovyText(['BODY={"repository":"', built.address, '","tag":"', ...tag.text, '"}']);
    const post = curl(shell, {
      address,
      token: step.tokenCredentialsId !== undefined,
      options: [
        '--request POST',
        `--header ${shell.word('Content-Type: application/json')}`,
        `--data ${shell.variable('BODY')}`,
      ],
    });
    return block(`withEnv([${body}])`, [`${shell.step} ${groovyLine(post)}`]);
  });
  return withToken(step.tokenCredentialsId, requests);
}

/** Code that asks argo-updater until the Application runs what this build published. */
export function waitCode(step: WaitForRollout, shell: Shell): Code {
  const address = `${step.url.replace(/\/$/, '')}/api/v1/deliveries`;
  const ask = curl(shell, {
    address,
    token: step.tokenCredentialsId !== undefined,
    options: ['--get', `--data-urlencode sha=${shell.variable('TOWLINE_REVISION')}`],
  });
  const limit = seconds(step.timeout);
  return [
    "def state = ''",
    block(`for (int waited = 0; state != 'healthy' && state != 'held'; waited += ${pauseSeconds})`, [
      block(`if (waited > ${limit})`, [
        `error ${groovyText([`${step.application} does not run `, expression('env.TOWLINE_REVISION'), ` after ${limit} seconds`])}`,
      ]),
      `def answer = ''`,
      ...withToken(step.tokenCredentialsId, [
        `answer = ${shell.step}(script: ${groovyLine(shell.step === 'sh' ? ask : `@${ask}`)}, returnStdout: true)`,
      ]),
      'def deliveries = readJSON(text: answer).deliveries',
      "state = 'healthy'",
      'def seen = false',
      block('for (int i = 0; i < deliveries.size(); i++)', [
        'def delivery = deliveries[i]',
        block(`if (${isOf(step.application)})`, stateCode),
      ]),
      block('if (!seen)', ["state = ''"]),
      block("if (state != 'healthy' && state != 'held')", [`sleep time: ${pauseSeconds}, unit: 'SECONDS'`]),
    ]),
  ];
}

const pauseSeconds = 10;

/** What one image of the Application says of all of it: the one that is least far decides. */
const stateCode: Code = Object.freeze([
  'seen = true',
  block("if (delivery.state == 'failed')", [
    'error "The rollout of ${delivery.application} failed: ${delivery.reason} (commit ${delivery.commit})"',
  ]),
  block("if (delivery.state == 'held')", [
    "state = 'held'",
    'unstable "${delivery.application} is held: ${delivery.reason}"',
  ]),
  block("if (state != 'held' && delivery.state != 'healthy')", ['state = delivery.state']),
]);

/** The updater names an Application with its namespace, which a pipeline may leave out. */
function isOf(application: string): string {
  const whole = `delivery.application == ${groovyLine(application)}`;
  return application.includes('/')
    ? whole
    : `${whole} || delivery.application.endsWith(${groovyLine(`/${application}`)})`;
}

interface Request {
  readonly address: string;
  readonly token: boolean;
  readonly options: readonly string[];
}

/** A request whose token goes by standard input, so that nobody sees it among the processes. */
function curl(shell: Shell, { address, token, options }: Request): string {
  const header =
    shell.step === 'sh'
      ? `printf 'header = "Authorization: Bearer %s"\\n' "$TOWLINE_TOKEN" | `
      : 'echo header = "Authorization: Bearer %TOWLINE_TOKEN%" | ';
  const settings = `--fail --silent --show-error --max-time 60 --retry 3 ${options.join(' ')} ${shell.word(address)}`;
  return token ? `${header}curl --config - ${settings}` : `curl ${settings}`;
}

function withToken(credentialsId: string | undefined, body: Code): Code {
  if (credentialsId === undefined) return body;
  const binding = groovyArguments({ credentialsId: groovyLine(credentialsId), variable: "'TOWLINE_TOKEN'" });
  return [block(`withCredentials([string(${binding})])`, body)];
}
