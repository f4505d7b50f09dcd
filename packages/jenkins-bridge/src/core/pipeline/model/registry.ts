import * as z from 'zod';
import { repositoryPath } from './image.js';
import { credentialsId, duration, line } from './text.js';

const account = z.string().regex(/^\d{12}$/, 'is not an AWS account of twelve digits');
const region = z.string().regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d+$/, 'is not an AWS region such as eu-west-1');

const ecrCredential = z
  .strictObject({ kind: z.literal('ecr-credential'), credentialsId: credentialsId.prefault('ecrUser') })
  .describe('The AWS credential that Jenkins keeps under the id, by the plugin amazon-ecr: `ecr:<region>:<id>`.');
const awsCli = z
  .strictObject({
    kind: z.literal('aws-cli'),
    credentialsId: credentialsId.describe('The AWS credential; that of the agent, where left out.').optional(),
    profile: line.describe('A profile of the AWS command line.').optional(),
  })
  .describe('The AWS command line: the token reaches `docker login` by its standard input.');
const withAws = z
  .strictObject({
    kind: z.literal('with-aws'),
    role: line.describe('The role, by name or ARN.'),
    roleAccount: account.describe('The account of a role that is given by name.').optional(),
    credentialsId: credentialsId
      .describe('The AWS credential that may assume the role; that of the agent, where left out.')
      .optional(),
    externalId: line.describe('What the role asks for.').optional(),
    duration: duration.describe('How long the session lasts.').optional(),
  })
  .describe('A role, by `withAWS` of the plugin pipeline-aws.');
const credentialHelper = z
  .strictObject({ kind: z.literal('credential-helper') })
  .describe('The role of the agent (an instance profile, IRSA), by docker-credential-ecr-login.');
const jenkinsCredential = z
  .strictObject({ kind: z.literal('credential'), credentialsId })
  .describe('The user and password that Jenkins keeps under the id.');
const noSignIn = z.strictObject({ kind: z.literal('none') }).describe('Nobody signs in.');

const ecr = z
  .strictObject({
    kind: z.literal('ecr'),
    account: account.describe('The account that owns the registry, yours or another.'),
    region: region.describe('The region of the registry.'),
    prefix: repositoryPath.describe('What every repository begins with.').optional(),
    auth: z
      .discriminatedUnion('kind', [ecrCredential, awsCli, withAws, credentialHelper])
      .prefault({ kind: 'ecr-credential' })
      .describe('How to sign in.'),
  })
  .describe('A private registry of Amazon ECR.');

const ecrPublic = z
  .strictObject({
    kind: z.literal('ecr-public'),
    alias: repositoryPath.describe('The alias of the registry.'),
    auth: z
      .discriminatedUnion('kind', [awsCli, withAws, credentialHelper])
      .prefault({ kind: 'credential-helper' })
      .describe('How to sign in. The plugin amazon-ecr cannot.'),
  })
  .describe('The public gallery of Amazon ECR.');

const dockerHub = z
  .strictObject({
    kind: z.literal('docker-hub'),
    namespace: repositoryPath.describe('The account or organization.'),
    auth: jenkinsCredential.describe('How to sign in.'),
  })
  .describe('Docker Hub.');

const oci = z
  .strictObject({
    kind: z.literal('oci'),
    url: line
      .regex(
        /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?\/?$/,
        'is not an address such as https://registry.example.com, with https:// and without a path',
      )
      .describe('The registry.'),
    prefix: repositoryPath.describe('What every repository begins with.').optional(),
    auth: z.discriminatedUnion('kind', [jenkinsCredential, noSignIn]).describe('How to sign in.'),
  })
  .describe('Any registry that speaks the OCI protocol.');

/** Where images are pushed, and who signs in there. */
export const registry = z.discriminatedUnion('kind', [ecr, ecrPublic, dockerHub, oci]).meta({ id: 'registry' });

/** Where images are pushed. */
export type Registry = z.output<typeof registry>;

/** How to sign in to a registry. */
export type RegistryAuth = Registry['auth'];
