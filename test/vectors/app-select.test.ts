import { z } from 'zod';
import { readWriteBack } from '../../packages/argo-updater/src/core/application/annotations/read-annotations.js';
import { applicationKey } from '../../packages/argo-updater/src/core/application/application.js';
import { hasErrors } from '../../packages/argo-updater/src/core/application/finding.js';
import { readImageUpdaters } from '../../packages/argo-updater/src/core/application/image-updater/image-updater.js';
import { selectsLabels } from '../../packages/argo-updater/src/core/application/image-updater/label-selector.js';
import { compileNamePattern } from '../../packages/argo-updater/src/core/application/image-updater/name-pattern.js';
import type { LabelSelector } from '../../packages/argo-updater/src/core/application/image-updater/schema.js';
import {
  type RulePattern,
  sortBySpecificity,
  specificity,
} from '../../packages/argo-updater/src/core/application/image-updater/specificity.js';
import { manageApplications } from '../../packages/argo-updater/src/core/application/manage-applications.js';
import type { ManagedApplication } from '../../packages/argo-updater/src/core/application/managed-application.js';
import {
  applicationSchema,
  eventSchema,
  imageUpdaterDocument,
  isOfEvent,
  readImageUpdater,
  toImageConfig,
} from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { toWriteBack } from './write-back-shapes.js';

/** A rule that says nothing but whom it selects. */
const ruleSchema: z.ZodType<RulePattern, unknown> = z
  .object({ namePattern: z.string(), labelSelectors: z.unknown().optional() })
  .transform(({ namePattern, labelSelectors }) => ({ namePattern, labelSelectors: readSelector(labelSelectors) }));

function readSelector(labelSelectors: unknown): LabelSelector | undefined {
  const [rule] = readImageUpdater('', { applicationRefs: [{ namePattern: '*', labelSelectors }] }).spec.applicationRefs;
  return rule?.labelSelectors;
}

const selectorSchema = z.unknown().transform(readSelector);

const labelsSchema = z
  .record(z.string(), z.string())
  .nullable()
  .transform((labels) => labels ?? {});

const selectionSchema = z.object({
  applications: z.array(applicationSchema).nullable(),
  controllerNamespace: z.string(),
  cr: z.object({ namespace: z.string(), spec: z.unknown().optional() }),
  webhookEvent: eventSchema,
});

/** A selected Application in the shape of the vectors. No case has write-back settings but in annotations. */
function toSelected({ application, writeTarget, images }: ManagedApplication, controllerNamespace: string): object {
  const settings = readWriteBack(application.annotations) ?? {};
  return {
    images: images.map(toImageConfig),
    writeBack: toWriteBack(writeTarget, { application, settings, controllerNamespace }),
  };
}

describeVectors('app-select.json', {
  'select.namePattern': driver(z.object({ pattern: z.string(), name: z.string() }), ({ pattern, name }) => {
    const matches = compileNamePattern(pattern);
    return matches ? { match: matches(name) } : { match: false, error: true };
  }),
  'select.labels': driver(
    z.object({ labels: labelsSchema, selector: selectorSchema }),
    ({ labels, selector }) => selector === undefined || selectsLabels(selector, labels),
  ),
  'select.specificity': driver(ruleSchema, specificity),
  'select.sortRefs': driver(z.array(ruleSchema), (rules) =>
    sortBySpecificity(rules).map(({ namePattern, labelSelectors }) => ({ namePattern, labelSelectors })),
  ),
  'select.applications': driver(selectionSchema, ({ applications, controllerNamespace, cr, webhookEvent }) => {
    const { imageUpdaters, findings: unreadable } = readImageUpdaters(imageUpdaterDocument(cr.namespace, cr.spec));
    const input = { applications: applications ?? [], imageUpdaters, controllerNamespace, compat: true };
    const { managed, findings } =
      imageUpdaters.length === 0 ? { managed: [], findings: [] } : manageApplications(input);
    const selected = managed
      .map((one) => ({ ...one, images: one.images.filter((image) => isOfEvent(image, webhookEvent)) }))
      .filter(({ images }) => images.length > 0)
      .map((one) => [applicationKey(one.application), toSelected(one, controllerNamespace)] as const);
    return { error: hasErrors([...unreadable, ...findings]), selected: Object.fromEntries(selected) };
  }),
});
