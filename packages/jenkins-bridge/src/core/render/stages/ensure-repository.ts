import type { EnsureRepository, Mutability } from '../../pipeline/model/publication.js';
import type { Registry } from '../../pipeline/model/registry.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { repositoryOf } from '../address.js';
import { block, type Code } from '../code.js';
import { mainShell } from '../context.js';
import { groovyLine } from '../groovy-text.js';
import type { Shell } from '../shell.js';
import { regionOf, withAwsAccess } from '../sign-in.js';
import { commandStep } from '../statements.js';

/** Code that makes the repositories in ECR that are not there. */
export function ensureRepositoryCode(pipeline: Pipeline): Code {
  const { registry, ensureRepository, mutability } = pipeline.publication;
  if (ensureRepository === undefined) return [];
  const shell = mainShell(pipeline);
  const body = pipeline.images.flatMap((image) => {
    const repository = repositoryOf(registry, image);
    return repositoryCode({ registry, shell, wanted: ensureRepository, mutability, repository });
  });
  return withAwsAccess(registry, body);
}

interface Wanted {
  readonly registry: Registry;
  readonly shell: Shell;
  readonly wanted: EnsureRepository;
  readonly mutability: Mutability;
  readonly repository: string;
}

function repositoryCode(given: Wanted): Code {
  const { registry, shell, repository, wanted } = given;
  const isPublic = registry.kind === 'ecr-public';
  // The public gallery has its alias in the address alone.
  const name = shell.word(isPublic ? repository.slice(registry.alias.length + 1) : repository);
  const owner = registry.kind === 'ecr' ? ` --registry-id ${registry.account}` : '';
  const aws = (command: string): string =>
    `aws ${isPublic ? 'ecr-public' : 'ecr'} ${command}${owner} --region ${regionOf(registry)}`;
  const describe = `${aws('describe-repositories')} --repository-names ${name}`;
  const policy = lifecyclePolicy(wanted);
  return [
    block(`if (${shell.step}(script: ${groovyLine(describe)}, returnStatus: true) != 0)`, [
      commandStep(shell, [
        `${aws('create-repository')} --repository-name ${name}`,
        ...(isPublic ? [] : settingsOf(given)),
      ]),
      ...(policy === undefined || isPublic
        ? []
        : [
            commandStep(shell, [
              `${aws('put-lifecycle-policy')} --repository-name ${name}`,
              `--lifecycle-policy-text ${shell.word(policy)}`,
            ]),
          ]),
    ]),
  ];
}

function settingsOf({ wanted, mutability, shell }: Wanted): readonly string[] {
  const { kind, except } = mutability;
  const exclusion = except.length === 0 ? '' : '_WITH_EXCLUSION';
  const filters = except.map((filter) => shell.word(`filterType=WILDCARD,filter=${filter}`));
  const encryption =
    wanted.encryption.kind === 'aes256'
      ? 'encryptionType=AES256'
      : `encryptionType=KMS${wanted.encryption.key === undefined ? '' : `,kmsKey=${wanted.encryption.key}`}`;
  return [
    `--image-scanning-configuration scanOnPush=${wanted.scanOnPush}`,
    `--image-tag-mutability ${kind === 'immutable' ? 'IMMUTABLE' : 'MUTABLE'}${exclusion}`,
    ...(filters.length === 0 ? [] : [`--image-tag-mutability-exclusion-filters ${filters.join(' ')}`]),
    `--encryption-configuration ${shell.word(encryption)}`,
  ];
}

function lifecyclePolicy({ keepImages, expireUntaggedDays }: EnsureRepository): string | undefined {
  const rules = [
    ...(expireUntaggedDays === undefined
      ? []
      : [
          {
            description: 'Images without a tag go.',
            selection: {
              tagStatus: 'untagged',
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: expireUntaggedDays,
            },
          },
        ]),
    ...(keepImages === undefined
      ? []
      : [
          {
            description: 'The newest images stay.',
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: keepImages },
          },
        ]),
  ];
  if (rules.length === 0) return undefined;
  return JSON.stringify({
    rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule, action: { type: 'expire' } })),
  });
}
