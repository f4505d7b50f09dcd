import * as z from 'zod';

/** `crumbIssuer/api/json`. */
export const crumbSchema = z.object({ crumb: z.string(), crumbRequestField: z.string() });

/** `whoAmI/api/json`. */
export const whoAmISchema = z.object({ name: z.string(), anonymous: z.boolean().optional() });

/** `pluginManager/api/json`. */
export const pluginsSchema = z.object({
  plugins: z.array(z.object({ shortName: z.string(), version: z.string(), active: z.boolean().optional() })),
});

const parameterDefinition = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  choices: z.array(z.string()).optional(),
});

/** A property or an action: Jenkins leaves out what it has nothing to say of. */
const property = z.object({ parameterDefinitions: z.array(parameterDefinition).optional() });

/** A job or a folder. */
export const jobSchema = z.object({
  _class: z.string().optional(),
  fullName: z.string().optional(),
  buildable: z.boolean().optional(),
  lastBuild: z.object({ number: z.number() }).nullish(),
  property: z.array(property.nullable()).optional(),
});

const action = z.object({
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).optional(),
});

/** A build. */
export const buildSchema = z.object({
  number: z.number(),
  url: z.string().optional(),
  result: z.string().nullish(),
  building: z.boolean().optional(),
  inProgress: z.boolean().optional(),
  timestamp: z.number().optional(),
  duration: z.number().optional(),
  actions: z.array(action.nullable()).optional(),
});

/** The builds of a job. */
export const buildsSchema = z.object({ builds: z.array(buildSchema) });

/** Which builds came from which items of the queue. */
export const queueIdsSchema = z.object({ builds: z.array(z.object({ number: z.number(), queueId: z.number() })) });

/** An item of the queue. */
export const queueItemSchema = z.object({
  why: z.string().nullish(),
  cancelled: z.boolean().optional(),
  executable: z.object({ number: z.number() }).nullish(),
});

/** `wfapi/describe`. */
export const stagesSchema = z.object({
  stages: z.array(
    z.object({ id: z.string(), name: z.string(), status: z.string(), durationMillis: z.number().optional() }),
  ),
});

/** `wfapi/pendingInputActions`. */
export const inputsSchema = z.array(
  z.object({
    id: z.string(),
    message: z.string().nullish(),
    inputs: z
      .array(
        z.object({
          name: z.string(),
          type: z.string().optional(),
          description: z.string().nullish(),
          definition: z.object({ defaultVal: z.unknown(), choices: z.array(z.string()).optional() }).optional(),
        }),
      )
      .nullish(),
  }),
);

/** `pipeline-model-converter/validateJenkinsfile`; errors are texts, or lists of texts. */
export const validationSchema = z.object({
  data: z.object({
    result: z.string(),
    errors: z.array(z.object({ error: z.union([z.string(), z.array(z.string())]) })).optional(),
  }),
});

/** `checkScriptCompile`. */
export const compileSchema = z.union([
  z.object({ status: z.literal('success') }),
  z.array(z.object({ line: z.number().optional(), column: z.number().optional(), message: z.string() })),
]);

/** `generateNewToken`. */
export const tokenSchema = z.object({ data: z.object({ tokenUuid: z.string(), tokenValue: z.string() }) });
