import { badCredentials } from '../bad-credentials.js';
import { isEcrHost } from '../facts/registry-use.js';
import { hasUnknown } from '../facts/template.js';
import { registryExample } from '../registry-example.js';
import type { LintRule } from '../rule.js';

/** A stored password for ECR. */
export const ecrPasswordExpires: LintRule = {
  severity: 'warning',
  why: 'A password of ECR lives for twelve hours. One that is stored works today and not tomorrow.',
  fix: 'Store AWS keys and name them as ecr:region:id: the plugin amazon-ecr then asks for a new password each time.',
  bad: registryExample({ credentials: 'ecr-password' }),
  good: registryExample(),
  find: ({ registries }) =>
    badCredentials(registries, (text, host) => {
      if (!isEcrHost(host) || text === '' || /^ecr:/i.test(text) || hasUnknown(text)) return undefined;
      return `${text} is a stored password of ECR.`;
    }),
};
