import { badCredentials } from '../bad-credentials.js';
import { hasUnknown } from '../facts/template.js';
import { registryExample } from '../registry-example.js';
import type { LintRule } from '../rule.js';

/** `ecr:` credentials that are not `ecr:region:id`. */
export const ecrCredentialForm: LintRule = {
  severity: 'error',
  why: 'The plugin makes one credential of each AWS credential and each region, and finds it by this name only: “Could not find credentials matching”.',
  fix: 'Write ecr:region:id, such as ecr:eu-west-1:ecrUser.',
  bad: registryExample({ credentials: 'ecr:ecrUser' }),
  good: registryExample(),
  find: ({ registries }) =>
    badCredentials(registries, (text) => {
      if (!/^ecr:/i.test(text) || hasUnknown(text)) return undefined;
      return /^ecr:[a-z]{2,4}(?:-[a-z]+)+-\d:[^:\s]+$/.test(text)
        ? undefined
        : `${text} is not of the form ecr:region:id.`;
    }),
};
