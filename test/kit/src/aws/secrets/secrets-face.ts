import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.js';
import { type JsonService, operation } from '../json-protocol.js';
import { secretSchemas } from './schema.js';

interface Version {
  readonly id: string;
  readonly createdAt: number;
  readonly value: { readonly SecretString?: string | undefined; readonly SecretBinary?: string | undefined };
  readonly stages: Set<string>;
}

interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly versions: Map<string, Version>;
  deletedAt: number | undefined;
}

/** Whose secrets they are. */
export interface SecretsOptions {
  readonly now: () => number;
  readonly accountId: string;
  readonly region: string;
}

/** The Secrets Manager API: secrets with their versions and the stages AWSCURRENT, AWSPREVIOUS and others. */
export function createSecretsFace({ now, accountId, region }: SecretsOptions): JsonService {
  const secrets = new Map<string, StoredSecret>();
  /** By name or ARN, the ARN without its random end included. */
  const find = (id: string): StoredSecret => {
    const secret = [...secrets.values()].find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
    if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.");
    if (secret.deletedAt !== undefined) {
      throw new AwsError('InvalidRequestException', 'The secret is marked for deletion: restore it first');
    }
    return secret;
  };
  const addVersion = (
    secret: StoredSecret,
    id: string | undefined,
    value: Version['value'],
    stages: readonly string[],
  ) => {
    const version: Version = { id: id ?? randomUUID(), createdAt: now(), value, stages: new Set() };
    secret.versions.set(version.id, version);
    for (const stage of stages) moveStage(secret, stage, version);
    return version;
  };
  return {
    target: 'secretsmanager',
    version: '1.1',
    operations: {
      CreateSecret: operation(secretSchemas.create, ({ Name, Description, ClientRequestToken, ...value }) => {
        if (secrets.has(Name)) {
          throw new AwsError(
            'ResourceExistsException',
            `The operation failed because the secret ${Name} already exists.`,
          );
        }
        const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${Name}-${randomBytes(3).toString('hex')}`;
        const secret: StoredSecret = {
          name: Name,
          arn,
          description: Description,
          createdAt: now(),
          versions: new Map(),
          deletedAt: undefined,
        };
        secrets.set(Name, secret);
        if (isEmpty(value)) return { ARN: arn, Name };
        const version = addVersion(secret, ClientRequestToken, value, ['AWSCURRENT']);
        return { ARN: arn, Name, VersionId: version.id };
      }),
      GetSecretValue: operation(secretSchemas.get, ({ SecretId, VersionId, VersionStage }) => {
        const { arn, name, versions } = find(SecretId);
        const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
        const version = [...versions.values()].find(
          ({ id, stages }) =>
            (VersionId === undefined || id === VersionId) && (stage === undefined || stages.has(stage)),
        );
        if (version === undefined) {
          throw notFound(
            `Secrets Manager can't find the specified secret value for ${VersionId ?? `staging label: ${stage}`}`,
          );
        }
        const { id, value, stages, createdAt } = version;
        return {
          ARN: arn,
          Name: name,
          VersionId: id,
          ...value,
          VersionStages: [...stages],
          CreatedDate: createdAt / 1000,
        };
      }),
      PutSecretValue: operation(secretSchemas.put, ({ SecretId, VersionStages, ClientRequestToken, ...value }) => {
        if (isEmpty(value))
          throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
        const secret = find(SecretId);
        const { id, stages } = addVersion(secret, ClientRequestToken, value, VersionStages ?? ['AWSCURRENT']);
        return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: [...stages] };
      }),
      DescribeSecret: operation(secretSchemas.secret, ({ SecretId }) => {
        const { arn, name, description, createdAt, versions } = find(SecretId);
        const staged = [...versions.values()].filter(({ stages }) => stages.size > 0);
        const VersionIdsToStages = Object.fromEntries(staged.map(({ id, stages }) => [id, [...stages]]));
        return { ARN: arn, Name: name, Description: description, CreatedDate: createdAt / 1000, VersionIdsToStages };
      }),
      UpdateSecretVersionStage: operation(secretSchemas.stage, ({ SecretId, VersionStage, ...change }) => {
        const secret = find(SecretId);
        const to = secret.versions.get(change.MoveToVersionId ?? '');
        if (change.RemoveFromVersionId !== undefined)
          secret.versions.get(change.RemoveFromVersionId)?.stages.delete(VersionStage);
        if (to !== undefined) moveStage(secret, VersionStage, to);
        return { ARN: secret.arn, Name: secret.name };
      }),
      DeleteSecret: operation(secretSchemas.delete, ({ SecretId, ForceDeleteWithoutRecovery = false }) => {
        const secret = find(SecretId);
        secret.deletedAt = now();
        if (ForceDeleteWithoutRecovery) secrets.delete(secret.name);
        return { ARN: secret.arn, Name: secret.name, DeletionDate: now() / 1000 };
      }),
    },
  };
}

/** A stage is at one version only; what loses AWSCURRENT becomes AWSPREVIOUS. */
function moveStage({ versions }: StoredSecret, stage: string, to: Version): void {
  for (const version of versions.values()) {
    if (version === to || !version.stages.delete(stage) || stage !== 'AWSCURRENT') continue;
    for (const other of versions.values()) other.stages.delete('AWSPREVIOUS');
    version.stages.add('AWSPREVIOUS');
  }
  to.stages.add(stage);
}

function isEmpty({ SecretString, SecretBinary }: Version['value']): boolean {
  return SecretString === undefined && SecretBinary === undefined;
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
