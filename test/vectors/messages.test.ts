import { createHash } from 'node:crypto';
import { isCodedError } from '@towline/shared/errors';
import { z } from 'zod';
import { branchName } from '../../packages/argo-updater/src/core/message/branch-name.js';
import {
  commitMessage,
  compileMessageTemplate,
  splitMessage,
} from '../../packages/argo-updater/src/core/message/commit-message.js';
import { goFunctions } from '../../packages/argo-updater/src/core/template/functions.js';
import { describeVectors, driver } from './describe-vectors.js';
import { changesSchema } from './message-shapes.js';

const branchInput = z.object({
  template: z.string(),
  appName: z.string(),
  appNamespace: z.string(),
  targetKey: z.string(),
  changes: changesSchema,
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describeVectors('branch-name.json', {
  // Recorded: a template that fails names the branch "".
  'git.branchName': driver(branchInput, ({ template, ...data }) => {
    try {
      return branchName(template, data, { sha256, functions: goFunctions });
    } catch (error) {
      if (isCodedError(error)) return '';
      throw error;
    }
  }),
});

describeVectors('commit-message.json', {
  'git.splitCommitMessage': driver(z.string(), splitMessage),
  'git.commitMessage': driver(
    z.object({ template: z.string(), appName: z.string(), changes: changesSchema }),
    ({ template, ...data }) => commitMessage(compileMessageTemplate(template, goFunctions), data).text,
  ),
});
