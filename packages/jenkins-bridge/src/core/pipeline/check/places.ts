import type { Registry } from '../model/registry.js';
import { errorAt, warningAt } from '../pipeline-finding.js';
import { checkOf } from './check.js';

const reservedLabels: readonly string[] = [
  'org.opencontainers.image.revision',
  'org.opencontainers.image.source',
  'org.opencontainers.image.created',
  'dev.towline.build',
];

/** No label takes the place of one that the build writes: the updater orders images by them. */
export const freeLabels = checkOf(['images'], ({ images }) =>
  images.flatMap(({ labels }, index) =>
    reservedLabels
      .filter((label) => Object.hasOwn(labels, label))
      .map((label) => errorAt(['images', index, 'labels', label], 'label-reserved', 'The build itself writes it')),
  ),
);

/** Who is to call Jenkins can. */
export const callingServer = checkOf(['source'], ({ source }) => {
  const isCodeCommit = /(?:^codecommit:|git-codecommit\.)/.test(source.url ?? '');
  return source.triggers.flatMap((trigger, index) => {
    if (trigger.kind !== 'webhook' || !isCodeCommit || trigger.from === 'notify-commit') return [];
    const finding = errorAt(['source', 'triggers', index], 'trigger-unsupported', 'CodeCommit calls no webhook');
    return [{ ...finding, expected: 'kind: poll, or from: notify-commit by way of EventBridge' }];
  });
});

/** What only ECR has is asked of ECR. */
export const ecrRepository = checkOf(['publication'], ({ publication }) => {
  const { kind } = publication.registry;
  if (publication.ensureRepository === undefined || kind === 'ecr' || kind === 'ecr-public') return [];
  const message = 'The repository can only be made in Amazon ECR';
  return [errorAt(['publication', 'ensureRepository'], 'repository-not-ecr', message)];
});

/** A copy goes elsewhere. */
export const copiedElsewhere = checkOf(['publication', 'after'], ({ publication, after }) =>
  after.flatMap((step, index) => {
    if (step.kind !== 'copy' || placeOf(step.to) !== placeOf(publication.registry)) return [];
    const finding = errorAt(['after', index, 'to'], 'copy-to-itself', 'The images are there already');
    return [{ ...finding, expected: 'another registry, or kind: retag' }];
  }),
);

/** Something is tested. */
export const someTest = checkOf(['tests'], ({ tests }) =>
  tests.length > 0
    ? []
    : [
        {
          ...warningAt(['tests'], 'tests-missing', 'Nothing is tested before the images are pushed'),
          expected: 'one test',
        },
      ],
);

/** Where a registry keeps images, whoever signs in. */
function placeOf({ auth: _auth, ...place }: Registry): string {
  return JSON.stringify(place);
}
