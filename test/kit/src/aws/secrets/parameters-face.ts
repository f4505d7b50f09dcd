import { AwsError } from '../aws-error.js';
import { type JsonService, operation } from '../json-protocol.js';
import { secretSchemas } from './schema.js';
import type { AccountOptions } from './vault.js';

interface Parameter {
  readonly value: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly version: number;
  readonly changedAt: number;
}

/** The Parameter Store of SSM: plain and encrypted parameters. */
export function createParametersFace({ now, accountId, region }: AccountOptions): JsonService {
  const parameters = new Map<string, Parameter>();
  return {
    target: 'AmazonSSM',
    version: '1.1',
    operations: {
      PutParameter: operation(secretSchemas.putParameter, ({ Name, Value, Type, Overwrite = false }) => {
        const there = parameters.get(Name);
        if (there !== undefined && !Overwrite) {
          throw new AwsError('ParameterAlreadyExists', 'The parameter already exists. Set overwrite to replace it.');
        }
        const version = (there?.version ?? 0) + 1;
        parameters.set(Name, { value: Value, type: Type ?? there?.type ?? 'String', version, changedAt: now() });
        return { Version: version, Tier: 'Standard' };
      }),
      GetParameter: operation(secretSchemas.getParameter, ({ Name, WithDecryption = false }) => {
        const parameter = parameters.get(Name);
        if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${Name} not found.`);
        const { value, type, version, changedAt } = parameter;
        const sealed = type === 'SecureString' && !WithDecryption;
        return {
          Parameter: {
            Name,
            Type: type,
            // Without decryption a client gets what it cannot read.
            Value: sealed ? Buffer.from(`kms:alias/aws/ssm:${value}`).toString('base64') : value,
            Version: version,
            LastModifiedDate: changedAt / 1000,
            ARN: `arn:aws:ssm:${region}:${accountId}:parameter${Name.startsWith('/') ? '' : '/'}${Name}`,
            DataType: 'text',
          },
        };
      }),
    },
  };
}
