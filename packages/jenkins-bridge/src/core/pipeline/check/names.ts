import { closestWord } from '@towline/shared/text';
import { errorAt, type PipelineFinding, type PipelineFindingCode, type PipelinePath } from '../pipeline-finding.js';
import { checkOf } from './check.js';

/** Each image has a name and a repository of its own. */
export const uniqueImages = checkOf(['images'], ({ images }) => [
  ...repeatedNames('images', images),
  ...images.flatMap(({ name, repository = name }, index) => {
    const first = images.findIndex((other) => (other.repository ?? other.name) === repository);
    if (first === index || images[first]?.name === name) return [];
    const message = `images[${first}] is published to ${repository} too, under the same tags`;
    return [errorAt(['images', index, 'repository'], 'repository-twice', message)];
  }),
]);

/** Each parameter has a name of its own. */
export const uniqueParameters = checkOf(['parameters'], ({ parameters }) => repeatedNames('parameters', parameters));

/** Each test has a name of its own: each is a stage. */
export const uniqueTests = checkOf(['tests'], ({ tests }) => repeatedNames('tests', tests));

/** Tests name an image that exists, and name one where there are several. */
export const testedImages = checkOf(['images', 'tests'], ({ images, tests }) =>
  tests.flatMap((test, index) => {
    if (test.kind !== 'built-image') return [];
    const names = images.map(({ name }) => name);
    if (test.image !== undefined) return unknownName(['tests', index, 'image'], test.image, names);
    if (names.length < 2) return [];
    const finding = errorAt(['tests', index], 'image-unsaid', 'It is not said which image is tested');
    return [{ ...finding, expected: `image: one of ${[...new Set(names)].join(', ')}` }];
  }),
);

/** Scans name images that exist. */
export const scannedImages = checkOf(['images', 'scans'], ({ images, scans }) =>
  scans.flatMap((scan, index) => unknownImages(['scans', index], scan.images, images)),
);

/** What follows the publication names images that exist. */
export const copiedImages = checkOf(['images', 'after'], ({ images, after }) =>
  after.flatMap((step, index) =>
    step.kind === 'retag' || step.kind === 'copy' ? unknownImages(['after', index], step.images, images) : [],
  ),
);

interface Named {
  readonly name: string;
}

function unknownImages(
  path: PipelinePath,
  chosen: readonly string[] | undefined,
  images: readonly Named[],
): readonly PipelineFinding[] {
  const names = images.map(({ name }) => name);
  return (chosen ?? []).flatMap((name, index) => unknownName([...path, 'images', index], name, names));
}

/** A finding where no image is called so. */
function unknownName(path: PipelinePath, name: string, known: readonly string[]): readonly PipelineFinding[] {
  return known.includes(name) ? [] : [unknown(path, 'image-unknown', { name, known })];
}

/** A finding about a name that is not among those that exist. */
export function unknown(
  path: PipelinePath,
  code: PipelineFindingCode,
  { name, known }: { readonly name: string; readonly known: readonly string[] },
): PipelineFinding {
  const expected = known.length === 0 ? undefined : `one of ${[...new Set(known)].join(', ')}`;
  return { ...errorAt(path, code, `There is no ${name}`), expected, suggestion: closestWord(name, known) };
}

function repeatedNames(section: string, items: readonly Named[]): readonly PipelineFinding[] {
  const names = items.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [errorAt([section, index, 'name'], 'name-twice', `${section}[${first}] is called ${name} already`)];
  });
}
