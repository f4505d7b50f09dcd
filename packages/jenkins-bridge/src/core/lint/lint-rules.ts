import type { LintRule } from './rule.js';
import { buildWithoutContext } from './rules/build-without-context.js';
import { cpsSort } from './rules/cps-sort.js';
import { dockerConfigRemoved } from './rules/docker-config-removed.js';
import { ecrCredentialForm } from './rules/ecr-credential-form.js';
import { ecrGetLogin } from './rules/ecr-get-login.js';
import { ecrPasswordExpires } from './rules/ecr-password-expires.js';
import { ecrRegion } from './rules/ecr-region.js';
import { groovyOutsideScript } from './rules/groovy-outside-script.js';
import { hardCodedSecret } from './rules/hard-coded-secret.js';
import { ignoredTestFailure } from './rules/ignored-test-failure.js';
import { latestFirst } from './rules/latest-first.js';
import { latestOnly } from './rules/latest-only.js';
import { missingSection } from './rules/missing-section.js';
import { misspeltDockerMethod } from './rules/misspelt-docker-method.js';
import { multiPlatformLoad } from './rules/multi-platform-load.js';
import { noCheckout } from './rules/no-checkout.js';
import { noTimeout } from './rules/no-timeout.js';
import { notSerializable } from './rules/not-serializable.js';
import { outsideNode } from './rules/outside-node.js';
import { passwordInArguments } from './rules/password-in-arguments.js';
import { placeholderTest } from './rules/placeholder-test.js';
import { pushBeforeTest } from './rules/push-before-test.js';
import { pushWithoutRegistry } from './rules/push-without-registry.js';
import { registryPath } from './rules/registry-path.js';
import { registryScheme } from './rules/registry-scheme.js';
import { scanAfterPush } from './rules/scan-after-push.js';
import { secretEchoed } from './rules/secret-echoed.js';
import { secretInterpolated } from './rules/secret-interpolated.js';
import { stepInNonCps } from './rules/step-in-noncps.js';
import { syntax } from './rules/syntax.js';
import { testsSkipped } from './rules/tests-skipped.js';
import { unexpandedVariable } from './rules/unexpanded-variable.js';
import { unknownSection } from './rules/unknown-section.js';
import { unstablePushes } from './rules/unstable-pushes.js';

/** Every rule by its id. Ids are API: suppressions name them, and the reference page is made from this map. */
export const lintRules: Readonly<Record<string, LintRule>> = Object.freeze({
  'build-without-context': buildWithoutContext,
  'cps-sort': cpsSort,
  'docker-config-removed': dockerConfigRemoved,
  'ecr-credential-form': ecrCredentialForm,
  'ecr-get-login': ecrGetLogin,
  'ecr-password-expires': ecrPasswordExpires,
  'ecr-region': ecrRegion,
  'groovy-outside-script': groovyOutsideScript,
  'hard-coded-secret': hardCodedSecret,
  'ignored-test-failure': ignoredTestFailure,
  'latest-first': latestFirst,
  'latest-only': latestOnly,
  'missing-section': missingSection,
  'misspelt-docker-method': misspeltDockerMethod,
  'multi-platform-load': multiPlatformLoad,
  'no-checkout': noCheckout,
  'no-timeout': noTimeout,
  'not-serializable': notSerializable,
  'outside-node': outsideNode,
  'password-in-arguments': passwordInArguments,
  'placeholder-test': placeholderTest,
  'push-before-test': pushBeforeTest,
  'push-without-registry': pushWithoutRegistry,
  'registry-path': registryPath,
  'registry-scheme': registryScheme,
  'scan-after-push': scanAfterPush,
  'secret-echoed': secretEchoed,
  'secret-interpolated': secretInterpolated,
  'step-in-noncps': stepInNonCps,
  syntax: syntax,
  'tests-skipped': testsSkipped,
  'unexpanded-variable': unexpandedVariable,
  'unknown-section': unknownSection,
  'unstable-pushes': unstablePushes,
});
