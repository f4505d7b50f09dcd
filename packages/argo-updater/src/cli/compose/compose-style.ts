import { readOptionalFile, readTextFile } from '@towline/shared/cli';
import type { CommitStyle } from '../../app/pass/ports.js';
import { compileMessageTemplate } from '../../core/message/commit-message.js';
import type { Settings } from '../settings/settings-schema.js';

/** Where the image of argocd-image-updater has the template, and so where a drop-in finds it. */
export const usualTemplate = '/app/config/commit.template';

/** How commits look, as the settings say. Throws where the template does not parse. */
export async function composeStyle({ git }: Settings, batch: boolean): Promise<CommitStyle> {
  const { messagePath, user, email, signOff } = git;
  const text = messagePath === undefined ? await readOptionalFile(usualTemplate) : await readTextFile(messagePath);
  return { template: compileMessageTemplate(text ?? ''), author: { name: user, email }, signOff, batch };
}
