import * as z from 'zod';
import { parseTagTemplate } from '../../tag/tag-template.js';
import { refusalIssue } from './refusal.js';
import { registry } from './registry.js';
import { duration, line } from './text.js';
import { when } from './when.js';

/** The question that a person must answer before something goes on. */
export const approval = z
  .strictObject({
    message: line.describe('The question.'),
    submitters: z
      .array(line)
      .prefault([])
      .describe('Who may answer: users and groups. Anybody who may build, where there is none.'),
    timeout: duration.prefault('1h').describe('How long it waits. Nobody answering is a no.'),
  })
  .meta({ id: 'approval' });

const template = line.superRefine((value, context) => {
  const reading = parseTagTemplate(value);
  if (reading.kind === 'template') return;
  context.addIssue(refusalIssue(reading.message, { code: 'tag-template', suggestion: reading.suggestion }));
});

const templated = z.strictObject({
  template: template.describe('The tag. `{sha}`, `{branch}` and other placeholders are filled in.'),
  when,
});

/** A tag that the image gets. */
export const tag = z
  .union([
    z
      .string()
      .transform((template) => ({ template }))
      .pipe(templated),
    templated,
  ])
  .meta({ id: 'tag' });

const tagFilter = z.string().regex(/^[0-9A-Za-z._*-]{1,128}$/, 'is not a filter of letters, digits and . _ - *');

const mutability = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('mutable'),
        except: z.array(tagFilter).prefault([]).describe('Tags that cannot be moved.'),
      })
      .describe('Tags can be moved.'),
    z
      .strictObject({
        kind: z.literal('immutable'),
        except: z.array(tagFilter).prefault([]).describe('Tags that can be moved.'),
      })
      .describe('A tag never moves.'),
  ])
  .meta({ id: 'mutability' });

const encryption = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('aes256') }).describe('By a key of Amazon S3.'),
  z
    .strictObject({
      kind: z.literal('kms'),
      key: line.describe('The key; that of the service, where left out.').optional(),
    })
    .describe('By a key of AWS KMS.'),
]);

const ensureRepository = z
  .strictObject({
    scanOnPush: z.boolean().prefault(true).describe('Whether ECR scans what is pushed.'),
    encryption: encryption.prefault({ kind: 'aes256' }).describe('How images are encrypted.'),
    keepImages: z.int().positive().describe('How many images the lifecycle policy keeps.').optional(),
    expireUntaggedDays: z.int().positive().describe('After how many days an image without a tag goes.').optional(),
  })
  .meta({ id: 'ensureRepository' });

/** Where the images go, under which tags, and when. */
export const publication = z
  .strictObject({
    registry: registry.describe('Where the images are pushed.'),
    tags: z
      .array(tag)
      .min(1, 'names no tag')
      .prefault(['{sha}', 'latest'])
      .describe('The tags, in the order they are pushed.'),
    when,
    mutability: mutability.prefault({ kind: 'mutable' }).describe('Whether the tags of the repository can be moved.'),
    ensureRepository: ensureRepository
      .describe('How the repository is made in ECR where it is missing. Left out, it must be there.')
      .optional(),
    approval: approval.describe('Who says yes before anything is pushed.').optional(),
    lock: line.describe('The resource that is locked while tags move (plugin lockable-resources).').optional(),
  })
  .meta({ id: 'publication' });

/** Where the images go, under which tags, and when. */
export type Publication = z.output<typeof publication>;

/** A tag that the image gets. */
export type PublishedTag = z.output<typeof tag>;

/** Whether tags can be moved. */
export type Mutability = z.output<typeof mutability>;

/** How a repository is made. */
export type EnsureRepository = z.output<typeof ensureRepository>;

/** The question before something goes on. */
export type Approval = z.output<typeof approval>;
