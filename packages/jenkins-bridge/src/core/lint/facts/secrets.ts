import { type Call, isStep, named, positional } from './call.js';
import type { Jenkinsfile } from './jenkinsfile.js';
import { enclosing } from './scope.js';
import { plainText } from './template.js';

/** The arguments of credential bindings that name a variable with a secret; the user's name and the path of a key file are none. */
const secretArguments = ['variable', 'passwordVariable', 'secretKeyVariable', 'passphraseVariable', 'tokenVariable'];
const bindings = new Set([
  'string',
  'usernamePassword',
  'usernameColonPassword',
  'sshUserPrivateKey',
  'aws',
  'azureServicePrincipal',
  'gitUsernamePassword',
  'vaultString',
  'conjurSecretCredential',
]);
/** `[$class: 'AmazonWebServicesCredentialsBinding']` has no arguments for these. */
const awsVariable = 'AWS_SECRET_ACCESS_KEY';

/** The names of the variables that hold secrets: those that `withCredentials` binds, and those of `environment { X = credentials(…) }`. */
export function secretVariables({ calls, assignments }: Jenkinsfile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const call of calls) for (const name of boundBy(call)) names.add(name);
  for (const { name, value, scope } of assignments) {
    if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'credentials') continue;
    if (enclosing(scope, 'environment') === undefined) continue;
    names.add(name).add(`${name}_PSW`);
  }
  return names;
}

function boundBy(call: Call): readonly string[] {
  if (isStep(call, 'withCredentials')) return boundByMaps(call);
  if (call.receiver !== undefined || !bindings.has(call.name) || enclosing(call.scope, 'parameters') !== undefined)
    return [];
  return secretArguments.flatMap((argument) => plainText(named(call, argument)) ?? []);
}

/** `withCredentials([[$class: '…', passwordVariable: 'X']])` */
function boundByMaps(call: Call): readonly string[] {
  const [list] = positional(call);
  const items = list?.kind === 'list' ? list.items : [];
  return items.flatMap((item) => {
    if (item.kind !== 'map') return [];
    const given = item.entries
      .filter(({ name }) => secretArguments.includes(name ?? ''))
      .flatMap(({ value }) => plainText(value) ?? []);
    const type = plainText(item.entries.find(({ name }) => name === '$class')?.value) ?? '';
    return type.includes('FileBinding') ? [] : type.includes('AmazonWebServices') ? [...given, awsVariable] : given;
  });
}
