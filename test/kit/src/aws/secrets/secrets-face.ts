import { AwsError } from '../aws-error.js';
import { type JsonService, type Operation, operation } from '../json-protocol.js';
import { secretSchemas } from './schema.js';
import { moveStage, type SecretValue, type Vault } from './vault.js';

/** The Secrets Manager API: secrets with their versions and the stages AWSCURRENT, AWSPREVIOUS and others. */
export function createSecretsFace(vault: Vault, now: () => number): JsonService {
  return {
    target: 'secretsmanager',
    version: '1.1',
    operations: { ...readOperations(vault), ...writeOperations(vault, now) },
  };
}

function readOperations(vault: Vault): Readonly<Record<string, Operation>> {
  return {
    GetSecretValue: operation(secretSchemas.get, ({ SecretId, VersionId, VersionStage }) => {
      const secret = vault.find(SecretId);
      const { id, value, stages, createdAt } = vault.version(secret, { id: VersionId, stage: VersionStage });
      const version = { VersionId: id, VersionStages: [...stages], CreatedDate: createdAt / 1000 };
      return { ARN: secret.arn, Name: secret.name, ...value, ...version };
    }),
    DescribeSecret: operation(secretSchemas.secret, ({ SecretId }) => {
      const { arn, name, description, createdAt, versions } = vault.find(SecretId);
      const staged = [...versions.values()].filter(({ stages }) => stages.size > 0);
      const VersionIdsToStages = Object.fromEntries(staged.map(({ id, stages }) => [id, [...stages]]));
      return { ARN: arn, Name: name, Description: description, CreatedDate: createdAt / 1000, VersionIdsToStages };
    }),
  };
}

function writeOperations(vault: Vault, now: () => number): Readonly<Record<string, Operation>> {
  return {
    CreateSecret: operation(secretSchemas.create, ({ Name, Description, ClientRequestToken: id, ...value }) => {
      const secret = vault.create(Name, Description);
      const names = { ARN: secret.arn, Name };
      if (isEmpty(value)) return names;
      return { ...names, VersionId: vault.add(secret, { id, value, stages: ['AWSCURRENT'] }).id };
    }),
    PutSecretValue: operation(secretSchemas.put, ({ SecretId, VersionStages, ClientRequestToken: id, ...value }) => {
      if (isEmpty(value)) {
        throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
      }
      const secret = vault.find(SecretId);
      const version = vault.add(secret, { id, value, stages: VersionStages ?? ['AWSCURRENT'] });
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] };
    }),
    UpdateSecretVersionStage: operation(secretSchemas.stage, ({ SecretId, VersionStage, ...change }) => {
      const secret = vault.find(SecretId);
      const { MoveToVersionId: to, RemoveFromVersionId: from } = change;
      if (from !== undefined) vault.version(secret, { id: from }).stages.delete(VersionStage);
      if (to !== undefined) moveStage(secret, VersionStage, vault.version(secret, { id: to }));
      return { ARN: secret.arn, Name: secret.name };
    }),
    DeleteSecret: operation(secretSchemas.delete, ({ SecretId, ForceDeleteWithoutRecovery = false }) => {
      const secret = vault.find(SecretId);
      vault.delete(secret, { force: ForceDeleteWithoutRecovery });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: now() / 1000 };
    }),
  };
}

function isEmpty({ SecretString, SecretBinary }: SecretValue): boolean {
  return SecretString === undefined && SecretBinary === undefined;
}
