import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws/aws-error.js';
import { type Operation, operation } from '../../aws/json-protocol.js';
import { digestOf } from '../state/digest.js';
import type { EcrContext } from './ecr-context.js';
import { ecrSchemas } from './schema.js';

/** What ECR asks clients to send at once. */
const partSize = 10 * 1024 * 1024;

interface Session {
  readonly repository: string;
  readonly pieces: Buffer[];
}

/** The operations about layers. */
export function layerOperations(context: EcrContext): Readonly<Record<string, Operation>> {
  const { state, accountId, locate } = context;
  const sessions = new Map<string, Session>();
  const session = (uploadId: string, repository: string): Session => {
    const found = sessions.get(uploadId);
    if (found?.repository === repository) return found;
    throw new AwsError('UploadNotFoundException', `The upload with id '${uploadId}' could not be found`);
  };
  return {
    BatchCheckLayerAvailability: operation(ecrSchemas.layers, async ({ repositoryName, layerDigests }) => {
      state.repositories.find(repositoryName);
      const checks = layerDigests.map((digest) => availability(context, repositoryName, digest));
      return { layers: await Promise.all(checks), failures: [] };
    }),
    GetDownloadUrlForLayer: operation(ecrSchemas.layer, async ({ repositoryName, layerDigest }) => {
      await state.readBlob({ repository: repositoryName, digest: layerDigest });
      return { downloadUrl: locate({ repository: repositoryName, digest: layerDigest }), layerDigest };
    }),
    InitiateLayerUpload: operation(ecrSchemas.repository, ({ repositoryName }) => {
      state.repositories.find(repositoryName);
      const uploadId = randomUUID();
      sessions.set(uploadId, { repository: repositoryName, pieces: [] });
      return { uploadId, partSize };
    }),
    UploadLayerPart: operation(ecrSchemas.layerPart, (input) => {
      const { repositoryName, uploadId, partFirstByte, partLastByte, layerPartBlob } = input;
      const { pieces } = session(uploadId, repositoryName);
      const bytes = Buffer.from(layerPartBlob, 'base64');
      const received = sizeOf(pieces);
      if (partFirstByte !== received || partLastByte !== received + bytes.length - 1) {
        const lastValidByteReceived = received - 1;
        const message = `Layer part is out of order: the next byte is ${received}`;
        throw new AwsError('InvalidLayerPartException', message, { uploadId, repositoryName, lastValidByteReceived });
      }
      pieces.push(bytes);
      return { registryId: accountId, repositoryName, uploadId, lastByteReceived: partLastByte };
    }),
    CompleteLayerUpload: operation(ecrSchemas.completeUpload, async ({ repositoryName, uploadId, layerDigests }) => {
      const bytes = Buffer.concat(session(uploadId, repositoryName).pieces);
      const digest = digestOf(bytes);
      if (bytes.length === 0) throw new AwsError('EmptyUploadException', 'The upload has no parts');
      if (!layerDigests.includes(digest)) {
        throw new AwsError('InvalidLayerException', `The layer's digest is '${digest}', which was not given`);
      }
      if (await state.hasBlob({ repository: repositoryName, digest })) {
        throw new AwsError('LayerAlreadyExistsException', `Layer with digest '${digest}' already exists`);
      }
      await state.writeBlob({ repository: repositoryName, digest }, bytes);
      sessions.delete(uploadId);
      return { registryId: accountId, repositoryName, uploadId, layerDigest: digest };
    }),
  };
}

async function availability({ state }: EcrContext, repository: string, layerDigest: string) {
  const there = await state.hasBlob({ repository, digest: layerDigest });
  if (!there) return { layerDigest, layerAvailability: 'UNAVAILABLE' };
  const { length } = await state.readBlob({ repository, digest: layerDigest });
  return { layerDigest, layerAvailability: 'AVAILABLE', layerSize: length };
}

function sizeOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
