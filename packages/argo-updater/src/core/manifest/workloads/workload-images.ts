import { type ImageReference, sameRepository, withVersion } from '@towline/shared/image';
import type { ConcretePath, YamlDocument, YamlEdit } from '@towline/shared/yaml';
import type { ManagedImage } from '../../application/images/managed-image.js';
import type { ImageUpdate } from '../image-site.js';
import { referenceIn } from '../image-version.js';
import { containerImages } from './container-images.js';

/** A container in a file that runs an image. */
export interface WorkloadImage {
  readonly file: string;
  readonly document: YamlDocument;
  /** Index of the document in the file. */
  readonly index: number;
  readonly path: ConcretePath;
  readonly reference: ImageReference;
}

/** What a file holds of an image: containers that run it, and those whose version is filled in by something else. */
export interface WorkloadImages {
  readonly found: readonly WorkloadImage[];
  /** Lines of images whose version is a variable. */
  readonly variable: readonly number[];
}

/** Whether a text can hold an image at all: it costs much less than reading the YAML. */
export function mentions(text: string, { repository }: ManagedImage): boolean {
  return text.includes(repository.path.slice(repository.path.lastIndexOf('/') + 1));
}

/** Finds the containers of a file that run an image, in whatever way its name is spelled. */
export function findWorkloads(file: string, documents: readonly YamlDocument[], image: ManagedImage): WorkloadImages {
  const found: WorkloadImage[] = [];
  const variable: number[] = [];
  for (const [index, document] of documents.entries()) {
    for (const { path, text } of containerImages(document.value)) {
      const reference = referenceIn(text);
      if (reference && sameRepository(reference, image.repository))
        found.push({ file, document, index, path, reference });
      else if (!reference && namesBeforeVariable(text, image)) variable.push(document.positionOf(path).line);
    }
  }
  return { found, variable };
}

/** `acme/web:${TAG}`, or with a template of Helm or an ApplicationSet behind the name. */
function namesBeforeVariable(text: string, { repository }: ManagedImage): boolean {
  const [, name] = /^([^${}]+)[:@].*(?:\$|\{\{)/s.exec(text) ?? [];
  const reference = referenceIn(name);
  return reference !== undefined && sameRepository(reference, repository);
}

/** The edit that gives a container its version, in the spelling that its image has there. */
export function workloadEdit({ index, path, reference }: WorkloadImage, { to }: ImageUpdate): YamlEdit {
  return { kind: 'set', path, value: withVersion(reference, to).original, aliases: 'follow', document: index };
}
