import * as z from 'zod';

/** `GET /api/v1/applications`: null where there are none. */
export const applicationListSchema = z.object({ items: z.array(z.looseObject({})).nullish() });

/** `GET /api/v1/applications/{name}` */
export const applicationObjectSchema = z.looseObject({ metadata: z.looseObject({}) });

/** How Argo CD says that it refuses a request. */
export const refusalSchema = z.object({ error: z.string().nullish(), message: z.string().nullish() });
