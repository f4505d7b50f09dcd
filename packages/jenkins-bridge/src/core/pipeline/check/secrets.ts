import type { EnvironmentValue } from '../model/settings.js';
import { type PipelineFinding, type PipelinePath, warningAt } from '../pipeline-finding.js';
import { checkOf } from './check.js';

const looksSecret = /(?:^|_)(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?)$/i;
// A reference to a variable, a file or a path is no secret itself.
const looksReferred = /^(?:\$|\/|file:|https?:)/;

/** No secret seems to stand in the environment. */
export const clearEnvironment = checkOf(['environment', 'tests', 'after'], ({ environment, tests, after }) => [
  ...environmentFindings(['environment'], environment),
  ...tests.flatMap((test, index) => environmentFindings(['tests', index, 'environment'], test.environment)),
  ...after.flatMap((step, index) =>
    step.kind === 'command' ? environmentFindings(['after', index, 'environment'], step.environment) : [],
  ),
]);

/** No secret seems to be a build argument: those can be read from the image. */
export const clearBuildArgs = checkOf(['images'], ({ images }) =>
  images.flatMap(({ buildArgs }, index) =>
    Object.entries(buildArgs).flatMap(([name, value]) => {
      if (value === '' || !looksSecret.test(name)) return [];
      const finding = warningAt(
        ['images', index, 'buildArgs', name],
        'secret-in-clear',
        'It seems to be a secret, and anybody can read build arguments from the image',
      );
      return [{ ...finding, expected: `it among images[${index}].secrets` }];
    }),
  ),
);

function environmentFindings(
  path: PipelinePath,
  environment: Readonly<Record<string, EnvironmentValue>>,
): readonly PipelineFinding[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value.kind !== 'value' || value.value === '' || looksReferred.test(value.value) || !looksSecret.test(name))
      return [];
    const finding = warningAt([...path, name], 'secret-in-clear', 'It seems to be a secret, and stands in the file');
    return [{ ...finding, expected: '{kind: credential, credentialsId: …}' }];
  });
}
