import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, readBody } from '../../serve/index.js';
import { AwsError } from '../aws-error.js';
import { accessKeyOf } from '../json-protocol.js';

/** A role that may be assumed. */
export interface Role {
  readonly arn: string;
  /** What AssumeRole must bring, where the role asks for it. */
  readonly externalId?: string | undefined;
}

/** Whom STS knows. */
export interface StsOptions {
  readonly now: () => number;
  readonly accountId: string;
  /** Every role is assumed by everyone where absent. */
  readonly roles?: readonly Role[] | undefined;
}

/** Answers STS's query protocol; undefined where the request is not for STS. */
export type StsFace = (request: IncomingMessage) => Promise<Answer | undefined>;

const xmlns = 'https://sts.amazonaws.com/doc/2011-06-15/';
const defaultLifeSeconds = 3600;

/** The STS API: who am I, and roles with their external ids. Keys that it gave out are known as the role's. */
export function createStsFace({ now, accountId, roles }: StsOptions): StsFace {
  const sessions = new Map<string, string>();
  const assume = (form: URLSearchParams) => {
    const arn = form.get('RoleArn') ?? '';
    const name = form.get('RoleSessionName') ?? '';
    const role = roles === undefined ? { arn, externalId: undefined } : roles.find((known) => known.arn === arn);
    const refused = role === undefined || (role.externalId !== undefined && role.externalId !== form.get('ExternalId'));
    if (refused) {
      throw new AwsError(
        'AccessDenied',
        `The caller is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        { status: 403 },
      );
    }
    const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const assumed = `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`;
    sessions.set(key, assumed);
    const seconds = Number(form.get('DurationSeconds') ?? defaultLifeSeconds);
    return {
      Credentials: {
        AccessKeyId: key,
        SecretAccessKey: randomBytes(20).toString('hex'),
        SessionToken: randomBytes(32).toString('base64'),
        Expiration: new Date(now() + seconds * 1000).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: `AROATEST:${name}`, Arn: assumed },
    };
  };
  const identify = (accessKey: string | undefined) => {
    const Arn = sessions.get(accessKey ?? '') ?? `arn:aws:iam::${accountId}:user/towline`;
    return { Arn, UserId: accessKey ?? 'unsigned', Account: Arn.split(':')[4] ?? accountId };
  };
  return async (request) => {
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return undefined;
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = form.get('Action') ?? '';
    try {
      switch (action) {
        case 'GetCallerIdentity':
          return answer(action, identify(accessKeyOf(request)));
        case 'AssumeRole':
        case 'AssumeRoleWithWebIdentity':
          return answer(action, assume(form));
        default:
          throw new AwsError('InvalidAction', `Could not find operation ${action}`);
      }
    } catch (error) {
      if (!AwsError.is(error)) throw error;
      const body = { Error: { Type: 'Sender', Code: error.code, Message: error.message }, RequestId: randomUUID() };
      return xml(error.status, `<ErrorResponse xmlns="${xmlns}">${elements(body)}</ErrorResponse>`);
    }
  };
}

type Tree = { readonly [name: string]: string | Tree };

function answer(action: string, result: Tree): Answer {
  const metadata = elements({ ResponseMetadata: { RequestId: randomUUID() } });
  const body = `<${action}Result>${elements(result)}</${action}Result>${metadata}`;
  return xml(200, `<${action}Response xmlns="${xmlns}">${body}</${action}Response>`);
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function elements(tree: Tree): string {
  return Object.entries(tree)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? escapeXml(value) : elements(value)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
