import type { EnvironmentValue } from '../pipeline/model/settings.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** The credentials of Jenkins that a run asks for by their ids, each once. Signing in to registries and to Git is not among them. */
export function neededCredentials(pipeline: Pipeline): readonly string[] {
  const { environment, tests, after, images, notifications } = pipeline;
  const ids = [
    ...credentialsIn(environment),
    ...tests.flatMap((test) => credentialsIn(test.environment)),
    ...images.flatMap(({ secrets }) => secrets.map(({ credentialsId }) => credentialsId)),
    ...after.flatMap((step) => [
      ...(step.kind === 'command' ? credentialsIn(step.environment) : []),
      ...('tokenCredentialsId' in step && step.tokenCredentialsId !== undefined ? [step.tokenCredentialsId] : []),
    ]),
    ...notifications.flatMap((each) =>
      each.kind === 'webhook' && each.tokenCredentialsId !== undefined ? [each.tokenCredentialsId] : [],
    ),
  ];
  return [...new Set(ids)];
}

function credentialsIn(environment: Readonly<Record<string, EnvironmentValue>>): readonly string[] {
  return Object.values(environment).flatMap((value) => (value.kind === 'credential' ? [value.credentialsId] : []));
}
