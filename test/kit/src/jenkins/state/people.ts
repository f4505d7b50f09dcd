import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** Who may come in. */
export interface Person {
  readonly name: string;
  readonly password: string;
  /** Permissions that this person has not: `hudson.model.Item.Build` … */
  readonly denied: readonly string[];
}

/** Who asks, and whether by an API token. */
export interface Visitor {
  readonly person: Person;
  readonly byToken: boolean;
}

interface ApiToken {
  readonly uuid: string;
  readonly name: string;
  readonly value: string;
  readonly owner: string;
}

/** The people of a Jenkins, their API tokens and their sessions. */
export interface People {
  /** By what `Authorization` says; undefined where that is wrong. */
  authenticate(authorization: string): Visitor | undefined;
  createToken(owner: string, name: string): ApiToken;
  revokeToken(owner: string, uuid: string): void;
  /** Gives the session that the cookies name, or a new one. */
  session(cookies: string | undefined): string;
  /** The crumb of a person in a session. */
  crumb(person: Person, session: string): string;
  isCrumb(person: Person, cookies: string | undefined, crumb: string | undefined): boolean;
  /** What a restart does: nobody has a session any more. */
  forgetSessions(): void;
  readonly cookieName: string;
}

/** The people that are named. A token that is given is as if its owner had made it. */
export function createPeople(people: readonly Person[]): People {
  const tokens: ApiToken[] = [];
  const sessions = new Set<string>();
  const salt = randomBytes(16).toString('hex');
  const cookieName = `JSESSIONID.${randomBytes(4).toString('hex')}`;
  const sessionOf = (cookies: string | undefined): string | undefined =>
    cookies
      ?.split(/;\s*/)
      .map((one) => one.split('='))
      .find(([name, value]) => name === cookieName && sessions.has(value ?? ''))?.[1];
  const crumb = ({ name }: Person, session: string) =>
    createHash('sha256').update(`${name};${session}${salt}`).digest('hex');
  return {
    cookieName,
    authenticate(authorization) {
      const encoded = /^Basic (.+)$/.exec(authorization)?.[1] ?? '';
      const [, name, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
      const person = people.find((one) => one.name === name);
      if (person === undefined) return undefined;
      if (person.password === secret) return { person, byToken: false };
      const token = tokens.some(({ owner, value }) => owner === name && value === secret);
      return token ? { person, byToken: true } : undefined;
    },
    createToken(owner, name) {
      const token = { uuid: randomUUID(), name, value: `11${randomBytes(16).toString('hex')}`, owner };
      tokens.push(token);
      return token;
    },
    revokeToken(owner, uuid) {
      const index = tokens.findIndex((one) => one.owner === owner && one.uuid === uuid);
      if (index >= 0) tokens.splice(index, 1);
    },
    session(cookies) {
      const known = sessionOf(cookies);
      if (known !== undefined) return known;
      const made = `node0${randomBytes(12).toString('hex')}`;
      sessions.add(made);
      return made;
    },
    crumb,
    isCrumb(person, cookies, given) {
      const session = sessionOf(cookies);
      return session !== undefined && given === crumb(person, session);
    },
    forgetSessions: () => sessions.clear(),
  };
}
