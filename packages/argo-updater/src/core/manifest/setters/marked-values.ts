import { type ImageReference, sameRepository } from '@towline/shared/image';
import type { YamlMarker } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import { imageAt, parseTagText, referenceIn } from '../image-version.js';
import type { ManifestFiles } from '../manifest-files.js';
import { findSetters, mentionsSetters, type Setter } from './setter.js';

/** A marked value, and the file that it stands in. */
export interface MarkedValue extends YamlMarker<Setter> {
  readonly file: string;
}

/** The marked values of a file. Throws a `YamlError` where it is no YAML. */
export function markedValues(file: string, files: ManifestFiles): readonly MarkedValue[] {
  const parsed = mentionsSetters(files.text(file) ?? '') ? files.parsed(file) : undefined;
  return parsed === undefined ? [] : findSetters(parsed).map((marker) => ({ ...marker, file }));
}

/**
 * Those that are about an image: the policies whose markers stand at its name, or which are called as its alias is, with all of their
 * markers.
 */
export function valuesOfImage(values: readonly MarkedValue[], image: ManagedImage): readonly MarkedValue[] {
  const isNamed = ({ data: { policy, part }, value }: MarkedValue): boolean => {
    const reference = part === 'whole' || part === 'name' ? referenceIn(value) : undefined;
    return (
      policy.split(':')[1] === image.alias || (reference !== undefined && sameRepository(reference, image.repository))
    );
  };
  const policies = new Set(values.filter(isNamed).map(({ data }) => data.policy));
  return values.filter(({ data }) => policies.has(data.policy));
}

/** The image that a marked value says; undefined where it says none, or a part that says no version. */
export function imageAtMarker({ data, value }: MarkedValue, image: ManagedImage): ImageReference | undefined {
  if (data.part === 'whole') {
    const reference = referenceIn(value);
    return reference?.tag === undefined && reference?.digest === undefined ? undefined : reference;
  }
  const version = data.part === 'digest' ? parseTagText(`@${value}`) : data.part === 'tag' && parseTagText(value);
  return version ? imageAt(image, version) : undefined;
}
