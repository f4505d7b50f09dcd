import { digestOf, isDigest } from './digest.js';
import type { ImageAction } from './image-action.js';
import { blobsOf, childrenOf, type ImageRecord, imageRecord } from './image-record.js';
import { createRepositories, type Repositories } from './repositories.js';
import { mayMove, type RepositoryRecord } from './repository-record.js';
import { StateError } from './state-error.js';
import type { BlobAddress, RegistryStorage } from './storage.js';

/** A manifest on its way in. */
export interface ManifestUpload {
  readonly repository: string;
  /** Where absent the image gets no tag. */
  readonly tag?: string | undefined;
  /** Refused with `digest-mismatch` where the bytes have another one. */
  readonly digest?: string | undefined;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Milliseconds since the epoch; now where absent. */
  readonly pushedAt?: number | undefined;
}

/** What a push came to: `unchanged` where the same manifest has the tag already. */
export interface PushResult {
  readonly image: ImageRecord;
  readonly outcome: 'pushed' | 'unchanged';
}

/** The content of a registry; its faces translate protocols to these calls. Refusals are {@link StateError}s. */
export interface RegistryState {
  readonly repositories: Repositories;
  /** The image under a tag or digest, or `manifest-unknown`. */
  image(repository: string, reference: string): ImageRecord;
  /** The repository that a push names, made where a push may do that, or `repository-unknown`. */
  openForPush(name: string): RepositoryRecord;
  putManifest(upload: ManifestUpload): Promise<PushResult>;
  /** Takes one tag away, or by digest the image with all of its tags. An image goes with its last tag, as at ECR. */
  deleteImage(repository: string, reference: string): Promise<ImageRecord>;
  hasBlob(address: BlobAddress): Promise<boolean>;
  /** The blob, or `blob-unknown`. */
  readBlob(address: BlobAddress): Promise<Buffer>;
  /** Checks the digest and keeps the blob. */
  writeBlob(address: BlobAddress, bytes: Buffer): Promise<void>;
  /** Makes a blob of another repository part of this one; false where it is not there. */
  mountBlob(address: BlobAddress, from: string): Promise<boolean>;
}

/** What a state is made of. */
export interface RegistryStateOptions {
  readonly storage: RegistryStorage;
  readonly now: () => number;
  /** Whether a push makes the repository that it names, as Docker Hub does, or is refused, as at ECR. */
  readonly createOnPush: boolean;
  /** Whether giving an image one more tag renews its push time. */
  readonly retagRenewsPushTime: boolean;
  readonly onAction: (action: ImageAction) => void;
}

/** A registry's content, as an earlier life left it in the storage. */
export async function createRegistryState(options: RegistryStateOptions): Promise<RegistryState> {
  const { storage, now } = options;
  const repositories = await createRepositories(storage, now);
  const openForPush = (name: string): RepositoryRecord =>
    options.createOnPush && !repositories.has(name) ? repositories.create(name) : repositories.find(name);
  const image = (name: string, reference: string): ImageRecord => {
    const { tags, images } = repositories.find(name);
    const found = images.get(isDigest(reference) ? reference : (tags.get(reference) ?? ''));
    if (found === undefined) throw new StateError('manifest-unknown', reference);
    return found;
  };
  return {
    repositories,
    image,
    openForPush,
    async putManifest(upload) {
      const repository = openForPush(upload.repository);
      const { tag } = upload;
      const image = imageRecord({ ...upload, pushedAt: upload.pushedAt ?? now() });
      const { digest, mediaType } = image;
      if (upload.digest !== undefined && upload.digest !== digest) {
        throw new StateError('digest-mismatch', upload.digest);
      }
      const known = repository.images.get(digest);
      if (known !== undefined && (tag === undefined || repository.tags.get(tag) === digest)) {
        return { image: known, outcome: 'unchanged' };
      }
      await check({ repository, tag, image, storage });
      await storage.writeManifest({ ...upload, tag, digest });
      const kept = known === undefined || options.retagRenewsPushTime ? image : known;
      repository.images.set(digest, kept);
      if (tag !== undefined) repository.tags.set(tag, digest);
      repositories.save();
      options.onAction({ action: 'PUSH', repository: repository.name, digest, tag, mediaType, time: now() });
      return { image: kept, outcome: 'pushed' };
    },
    async deleteImage(name, reference) {
      const found = image(name, reference);
      const gone = await detach({ repository: repositories.find(name), digest: found.digest, reference, storage });
      repositories.save();
      const { digest, mediaType } = found;
      for (const tag of gone) {
        options.onAction({ action: 'DELETE', repository: name, digest, tag, mediaType, time: now() });
      }
      return found;
    },
    hasBlob: (address) => storage.hasBlob(address),
    async readBlob(address) {
      repositories.find(address.repository);
      const bytes = await storage.readBlob(address);
      if (bytes === undefined) throw new StateError('blob-unknown', address.digest);
      return bytes;
    },
    async writeBlob(address, bytes) {
      openForPush(address.repository);
      if (digestOf(bytes) !== address.digest) throw new StateError('digest-mismatch', address.digest);
      await storage.writeBlob(address, bytes);
    },
    async mountBlob(address, from) {
      openForPush(address.repository);
      return storage.mountBlob(address, from);
    },
  };
}

interface Check {
  readonly repository: RepositoryRecord;
  readonly tag: string | undefined;
  readonly image: ImageRecord;
  readonly storage: RegistryStorage;
}

/** Refuses what a repository must not take. */
async function check({ repository, tag, image, storage }: Check): Promise<void> {
  if (tag !== undefined && repository.tags.has(tag) && !mayMove(repository.settings, tag)) {
    throw new StateError('tag-immutable', tag);
  }
  for (const child of childrenOf(image)) {
    if (!repository.images.has(child)) throw new StateError('manifest-blob-unknown', child);
  }
  for (const blob of blobsOf(image)) {
    if (!(await storage.hasBlob({ repository: repository.name, digest: blob }))) {
      throw new StateError('manifest-blob-unknown', blob);
    }
  }
}

interface Detachment {
  readonly repository: RepositoryRecord;
  readonly digest: string;
  readonly reference: string;
  readonly storage: RegistryStorage;
}

/** Takes the tags away, and the image with the last of them. Gives what events tell: each tag, or undefined for an image without any. */
async function detach({
  repository,
  digest,
  reference,
  storage,
}: Detachment): Promise<readonly (string | undefined)[]> {
  const tags = [...repository.tags].filter(([, other]) => other === digest).map(([tag]) => tag);
  const gone = isDigest(reference) ? tags : [reference];
  for (const tag of gone) repository.tags.delete(tag);
  if (gone.length === tags.length) {
    await storage.deleteManifest({ repository: repository.name, digest });
    repository.images.delete(digest);
  }
  return gone.length === 0 ? [undefined] : gone;
}
