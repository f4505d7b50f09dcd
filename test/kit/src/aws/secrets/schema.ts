import { z } from 'zod';

const value = { SecretString: z.string().optional(), SecretBinary: z.string().optional() };
const token = z.string().optional();

/** What each operation of Secrets Manager and of the Parameter Store takes, as far as the fake reads it. */
export const secretSchemas = {
  create: z.object({
    Name: z.string().min(1),
    Description: z.string().optional(),
    ClientRequestToken: token,
    ...value,
  }),
  get: z.object({ SecretId: z.string(), VersionId: z.string().optional(), VersionStage: z.string().optional() }),
  put: z.object({
    SecretId: z.string(),
    VersionStages: z.array(z.string()).optional(),
    ClientRequestToken: token,
    ...value,
  }),
  secret: z.object({ SecretId: z.string() }),
  stage: z.object({
    SecretId: z.string(),
    VersionStage: z.string(),
    MoveToVersionId: z.string().optional(),
    RemoveFromVersionId: z.string().optional(),
  }),
  delete: z.object({ SecretId: z.string(), ForceDeleteWithoutRecovery: z.boolean().optional() }),
  getParameter: z.object({ Name: z.string(), WithDecryption: z.boolean().optional() }),
  putParameter: z.object({
    Name: z.string(),
    Value: z.string(),
    Type: z.enum(['String', 'StringList', 'SecureString']).optional(),
    Overwrite: z.boolean().optional(),
  }),
};
