import * as z from 'zod';
import { line } from './text.js';

/** What builds the images. */
export const builder = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('docker') }).describe('Docker, by `docker.build` of the plugin docker-workflow.'),
    z
      .strictObject({
        kind: z.literal('buildx'),
        instance: line.describe('The builder instance; one is made where left out.').optional(),
        attestations: z
          .boolean()
          .prefault(false)
          .describe('Whether provenance and an inventory are attached. They make an index of every image.'),
      })
      .describe('Docker with BuildKit, by the docker command.'),
    z
      .strictObject({
        kind: z.literal('buildah'),
        isolation: z.enum(['oci', 'rootless', 'chroot']).describe('How steps of a build are kept apart.').optional(),
      })
      .describe('Buildah: no daemon.'),
    z.strictObject({ kind: z.literal('podman') }).describe('Podman: no daemon.'),
    z
      .strictObject({ kind: z.literal('towline') })
      .describe('`jenkins-bridge image build`: neither daemon nor privileges.'),
  ])
  .meta({ id: 'builder' });

/** What builds the images. */
export type Builder = z.output<typeof builder>;
