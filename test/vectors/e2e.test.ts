import { z } from 'zod';
import { manageApplications } from '../../packages/argo-updater/src/core/application/manage-applications.js';
import { applicationSchema, readImageUpdater } from './application-shapes.js';
import { describeVectors, driver } from './describe-vectors.js';
import { gathered, listing, peerResult, unanswered } from './plan-shapes.js';

const recordedTagSchema = z.object({ tag: z.string(), created: z.number(), digest: z.string() });

const input = z.object({
  app: z.looseObject({ spec: z.json() }),
  images: z.array(z.unknown()),
  registry: z.record(z.string(), z.array(recordedTagSchema)),
  writeBackMethod: z.string(),
});

describeVectors('e2e.json', {
  'e2e.application': driver(input, ({ app, images, registry, writeBackMethod: method }) => {
    const application = applicationSchema.parse(app);
    const rules = { writeBackConfig: { method }, applicationRefs: [{ namePattern: '*', images }] };
    const { managed, skipped } = manageApplications({
      applications: [application],
      imageUpdaters: [readImageUpdater(application.namespace, rules)],
      controllerNamespace: application.namespace,
      compat: true,
    });
    const [one] = managed;
    if (!one) throw new Error(JSON.stringify(skipped));
    const answers = one.images.map((image) => {
      const tags = registry[image.repository.path];
      return gathered(tags ? listing(image, tags) : unanswered('there is no such repository'));
    });
    return peerResult(one, answers, app.spec);
  }),
});
