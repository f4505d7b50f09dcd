import type { IncomingHttpHeaders } from 'node:http';
import { type Glob, matchesGlob, parseGlob } from '@towline/shared/policy';
import type { Secret } from '@towline/shared/secret';
import { readYaml } from '@towline/shared/yaml';
import { ServerError } from '../server-error.js';
import type { ChangingSecret } from './changing-secret.js';
import { isSameText } from './same-text.js';
import { type TokenDocument, tokensSchema } from './schema.js';

/** What a token is good for. */
export interface Grant {
  /** Who has the token. */
  readonly name: string;
  /** Whether it is for a repository, by its canonical name: `registry/path`. */
  readonly covers: (repository: string) => boolean;
  /** Whether it is for every repository there is. */
  readonly coversAll: boolean;
}

/** Who may use the API. */
export interface Gate {
  /** The grant of whoever sent the request. Throws `server-unauthenticated` where no known token is shown. */
  admit(headers: IncomingHttpHeaders, signal?: AbortSignal): Promise<Grant>;
}

/** A gate by a document of tokens; without one, nobody is let in. */
export function createGate(document: ChangingSecret | undefined): Gate {
  return {
    async admit({ authorization = '' }, signal) {
      const [, shown] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
      if (shown === undefined) throw unauthenticated('a token is needed: Authorization: Bearer <token>');
      const grant = await document?.agrees((secret) => grantOf(readTokens(secret), shown), signal);
      if (grant === undefined) throw unauthenticated('the token is not known here');
      return grant;
    },
  };
}

/** Every token is compared, so that the time says nothing of which one was nearly right. */
function grantOf(tokens: readonly TokenDocument[], shown: string): Grant | undefined {
  const [found] = tokens.filter(({ token }) => isSameText(token, shown));
  return (
    found && {
      name: found.name,
      covers: coverage(found.repositories),
      coversAll: found.repositories.some(isEverything),
    }
  );
}

function isEverything(pattern: string): boolean {
  return pattern === '*' || pattern === '**';
}

/** Globs in which a star stops at a slash; `**` at the end goes on, and a lone star is everything. */
function coverage(patterns: readonly string[]): Grant['covers'] {
  const tests = patterns.map((pattern): ((repository: string) => boolean) => {
    if (isEverything(pattern)) return () => true;
    const open = /^(?<start>.*\/)\*\*$/.exec(pattern)?.groups?.start;
    if (open !== undefined) return (repository) => repository.startsWith(open);
    const glob: Glob | undefined = parseGlob(pattern);
    return (repository) => glob !== undefined && matchesGlob(glob, repository);
  });
  return (repository) => tests.some((test) => test(repository));
}

/** The tokens in a document; no part of it is in a message. Throws `server-failed` where it is none. */
export function readTokens(secret: Secret): readonly TokenDocument[] {
  let value: unknown;
  try {
    value = readYaml(secret.reveal())[0]?.value;
  } catch {
    throw invalid('it is not YAML');
  }
  const parsed = tokensSchema.safeParse(value);
  if (parsed.success) return parsed.data.tokens;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.') || 'it'} ${issue?.message}`);
}

function invalid(problem: string): ServerError {
  return new ServerError('server-failed', `The document of tokens cannot be used: ${problem}`);
}

function unauthenticated(problem: string): ServerError {
  return new ServerError('server-unauthenticated', problem);
}
