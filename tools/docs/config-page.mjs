import { importBuilt } from './built.mjs';

/** docs/reference/config.md: every setting of argo-updater, from the schema that reads them. */
export async function configPage(root) {
  const settings = await importBuilt(root, 'packages/argo-updater/src/cli/settings/settings-schema.ts');
  if (settings === undefined) return undefined;
  const { variablePrefix } = await importBuilt(root, 'packages/argo-updater/src/cli/settings/setting-options.ts');
  const { configReference } = await importBuilt(root, 'packages/shared/src/config/index.ts');
  return `${introduction}\n${configReference(settings.settingsSchema, variablePrefix)}`;
}

const introduction = `<!-- Made by npm run docs from the sources; edits are lost. -->
# Settings

A setting is taken from its flag, else from the environment, else from the file that \`--config\` or \`TOWLINE_CONFIG\` names, else it has its default. Of several
variables the first that is set counts; those without \`TOWLINE_\` are the names by which argocd-image-updater knows the setting. A command has the flags of the
settings that mean something to it; the file and the environment may hold all. What is misspelt or out of range is refused, all of it at once, with its place.

\`\`\`yaml
argocd:
  namespace: argocd
  watchNamespaces: ['*']
git:
  user: argo-updater
  email: updates@acme.example
registries:
  confPath: /app/config/registries.conf
\`\`\`
`;
