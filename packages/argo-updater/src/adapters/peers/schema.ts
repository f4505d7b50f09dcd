import * as z from 'zod';

/** What another replica says of its Applications: the rest of it is handed on as it is. */
export const peerApplicationsSchema = z.object({
  applications: z.array(
    z.looseObject({
      application: z.string(),
      repositories: z.array(z.string()),
      images: z.array(z.looseObject({ repository: z.string() })),
      plannedAt: z.string().optional(),
    }),
  ),
});

/** What another replica says of images on their way. */
export const peerDeliveriesSchema = z.object({
  deliveries: z.array(
    z.looseObject({
      application: z.string(),
      alias: z.string(),
      image: z.string(),
      repository: z.string(),
      at: z.string(),
    }),
  ),
});

/** An Application of another replica. */
export type PeerApplication = z.output<typeof peerApplicationsSchema>['applications'][number];

/** An image on its way by another replica. */
export type PeerDelivery = z.output<typeof peerDeliveriesSchema>['deliveries'][number];
