import { createHash } from 'node:crypto';
import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { describe, expect, it } from '@jest/globals';
import { buildImage } from '@towline/test-kit/registry';
import { ask } from '@towline/test-kit/serve';
import { type EcrBench, failureOf } from './ecr-bench.js';

/** Layers: parts, digests, and downloads from another origin. */
export function layerRules(bench: EcrBench): void {
  describe('a layer', () => {
    it('goes up in parts and is there afterwards', async () => {
      const repositoryName = await bench.create('layer/parts');
      const bytes = Buffer.from('a layer in two parts');
      const layerDigest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      const { uploadId } = await bench.client().send(new InitiateLayerUploadCommand({ repositoryName }));
      for (const [from, to] of [
        [0, 6],
        [7, bytes.length - 1],
      ] as const) {
        const part = { partFirstByte: from, partLastByte: to, layerPartBlob: bytes.subarray(from, to + 1) };
        await bench.client().send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
      }
      const layerDigests = [layerDigest];
      const done = await bench
        .client()
        .send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
      expect(done.layerDigest).toBe(layerDigest);
      const { layers } = await bench
        .client()
        .send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
      expect(layers).toMatchObject([{ layerDigest, layerAvailability: 'AVAILABLE', layerSize: bytes.length }]);
    });

    bench.rule('digest-check', 'that has another digest is refused', async () => {
      const repositoryName = await bench.create('layer/digest');
      const { uploadId } = await bench.client().send(new InitiateLayerUploadCommand({ repositoryName }));
      const part = { partFirstByte: 0, partLastByte: 2, layerPartBlob: Buffer.from('abc') };
      await bench.client().send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
      const layerDigests = [`sha256:${'0'.repeat(64)}`];
      const complete = bench.client().send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
      expect(await failureOf(complete)).toBe('InvalidLayerException');
    });

    bench.rule('downloads', 'is downloaded from its pre-signed address, without credentials', async () => {
      const repositoryName = await bench.create('layer/download');
      const image = buildImage({});
      await bench.push(repositoryName, 'one');
      const [layer] = image.blobs;
      const layerDigest = layer?.digest;
      const { downloadUrl = '' } = await bench
        .client()
        .send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }));
      expect(new URL(downloadUrl).host).not.toBe(new URL(bench.url()).host);
      expect((await ask(downloadUrl)).body.equals(layer?.bytes ?? Buffer.alloc(0))).toBe(true);
      const both = await ask(downloadUrl, { headers: { authorization: 'Basic QVdTOng=' } });
      expect(both.status).toBe(400);
      expect((await ask(downloadUrl.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(403);
    });
  });
}
