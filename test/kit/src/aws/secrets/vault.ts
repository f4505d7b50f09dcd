import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.js';

/** What a version holds: text or bytes in base64. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

/** One version of a secret. */
export interface Version {
  readonly id: string;
  readonly createdAt: number;
  readonly value: SecretValue;
  readonly stages: Set<string>;
}

/** A secret with all of its versions. */
export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly versions: Map<string, Version>;
  deletedAt: number | undefined;
}

/** Whose secrets they are. */
export interface AccountOptions {
  readonly now: () => number;
  readonly accountId: string;
  readonly region: string;
}

/** A version on its way in. */
export interface NewVersion {
  readonly id: string | undefined;
  readonly value: SecretValue;
  readonly stages: readonly string[];
}

/** The secrets of an account. Refusals are in the words of AWS. */
export interface Vault {
  create(name: string, description?: string): StoredSecret;
  /** By name or by ARN, with or without the random end of the ARN. */
  find(id: string): StoredSecret;
  add(secret: StoredSecret, version: NewVersion): Version;
  /** The version with this id and stage, the current one where neither is asked for. */
  version(
    secret: StoredSecret,
    wanted: { readonly id?: string | undefined; readonly stage?: string | undefined },
  ): Version;
  /** A deleted secret stays known for a while, unless it is forced out. */
  delete(secret: StoredSecret, options: { readonly force: boolean }): void;
}

/** An account without secrets. */
export function createVault({ now, accountId, region }: AccountOptions): Vault {
  const secrets = new Map<string, StoredSecret>();
  return {
    create(name, description) {
      if (secrets.has(name)) {
        throw new AwsError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`,
        );
      }
      const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${randomBytes(3).toString('hex')}`;
      const secret = { name, arn, description, createdAt: now(), versions: new Map(), deletedAt: undefined };
      secrets.set(name, secret);
      return secret;
    },
    find(id) {
      const secret = [...secrets.values()].find(
        ({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7),
      );
      if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.");
      if (secret.deletedAt === undefined) return secret;
      throw new AwsError('InvalidRequestException', 'The secret is marked for deletion: restore it first');
    },
    add(secret, { id = randomUUID(), value, stages }) {
      const version: Version = { id, createdAt: now(), value, stages: new Set() };
      secret.versions.set(id, version);
      for (const stage of stages) moveStage(secret, stage, version);
      return version;
    },
    version({ versions }, { id, stage = id === undefined ? 'AWSCURRENT' : undefined }) {
      const found = [...versions.values()].find(
        (version) => (id === undefined || version.id === id) && (stage === undefined || version.stages.has(stage)),
      );
      if (found !== undefined) return found;
      throw notFound(`Secrets Manager can't find the specified secret value for ${id ?? `staging label: ${stage}`}`);
    },
    delete(secret, { force }) {
      secret.deletedAt = now();
      if (force) secrets.delete(secret.name);
    },
  };
}

/** A stage is at one version only; what loses AWSCURRENT becomes AWSPREVIOUS. */
export function moveStage({ versions }: StoredSecret, stage: string, to: Version): void {
  for (const version of versions.values()) {
    if (version === to || !version.stages.delete(stage) || stage !== 'AWSCURRENT') continue;
    for (const other of versions.values()) other.stages.delete('AWSPREVIOUS');
    version.stages.add('AWSPREVIOUS');
  }
  to.stages.add(stage);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
