import { annotationsPage } from './annotations-page.mjs';
import { cliPage } from './cli-page.mjs';
import { configPage } from './config-page.mjs';
import { decisionsPage } from './decisions-page.mjs';
import { differencesPage } from './differences-page.mjs';
import { errorsPage } from './errors-page.mjs';
import { exitCodesPage } from './exit-codes-page.mjs';
import { findingsPage } from './findings-page.mjs';
import { jenkinsfileRulesPage } from './jenkinsfile-rules-page.mjs';
import { libraryModel } from './library-model.mjs';
import { metricsPage } from './metrics-page.mjs';
import { pipelinePage } from './pipeline-page.mjs';
import { pipelineSchema } from './pipeline-schema.mjs';

/**
 * The generated pages, each with its maker: given the root of the tree it resolves with the page's text, or with undefined where the
 * tree has nothing to tell yet. The same tree always gives the same text.
 */
export const pages = Object.freeze([
  { path: 'docs/decisions/README.md', make: decisionsPage },
  { path: 'docs/reference/annotations.md', make: annotationsPage },
  { path: 'docs/reference/argo-updater-commands.md', make: (root) => cliPage(root, 'argo-updater') },
  { path: 'docs/reference/jenkins-bridge-commands.md', make: (root) => cliPage(root, 'jenkins-bridge') },
  { path: 'docs/reference/config.md', make: configPage },
  { path: 'docs/reference/differences.md', make: differencesPage },
  { path: 'docs/reference/errors.md', make: errorsPage },
  { path: 'docs/reference/exit-codes.md', make: exitCodesPage },
  { path: 'docs/reference/findings.md', make: findingsPage },
  { path: 'docs/reference/jenkinsfile-rules.md', make: jenkinsfileRulesPage },
  { path: 'docs/reference/metrics.md', make: metricsPage },
  { path: 'docs/reference/pipeline.md', make: pipelinePage },
  { path: 'packages/jenkins-bridge/library/resources/dev/towline/model.json', make: libraryModel },
  { path: 'packages/jenkins-bridge/schema/towline.schema.json', make: pipelineSchema },
]);
