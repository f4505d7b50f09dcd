import { badCredentials } from '../bad-credentials.js';
import type { Facts } from '../facts/facts.js';
import { ecrRegionOf } from '../facts/registry-use.js';
import { registryExample } from '../registry-example.js';
import type { LintRule, Mark } from '../rule.js';

/** A login to ECR in another region than the registry's. */
export const ecrRegion: LintRule = {
  severity: 'error',
  why: 'The password of ECR is made in one region and holds there only. Nothing checks it before the push is refused with “no basic auth credentials”.',
  fix: 'Name the same region in the credential and in the URL of the registry.',
  bad: registryExample({ credentials: 'ecr:us-east-1:ecrUser' }),
  good: registryExample(),
  find: (facts) => [...inCredentials(facts), ...inScripts(facts)],
};

function inCredentials({ registries }: Facts): readonly Mark[] {
  return badCredentials(registries, (text, host) => {
    const region = ecrRegionOf(host);
    const [, own] = /^ecr:([a-z]+(?:-[a-z]+)+-\d):/.exec(text) ?? [];
    return region === undefined || own === undefined || own === region ? undefined : mismatch(own, region);
  });
}

/** `aws ecr get-login-password --region A | docker login … B` */
function inScripts({ scripts }: Facts): readonly Mark[] {
  return [...scripts.values()].flatMap(({ text, start }) =>
    [...text.matchAll(/get-login-password[^\n|]*--region[= ]\s*([a-z]+(?:-[a-z]+)+-\d)[^\n|]*\|([^\n]*)/g)].flatMap(
      (match) => {
        const [whole, own = '', login = ''] = match;
        const hosts = login.split(/[\s"'/]+/).map(ecrRegionOf);
        const region = hosts.find((each) => each !== undefined);
        if (region === undefined || region === own) return [];
        const begin = start + match.index;
        return [{ start: begin, end: begin + whole.length, message: mismatch(own, region) }];
      },
    ),
  );
}

function mismatch(own: string, region: string): string {
  return `The credential is of ${own}, the registry of ${region}.`;
}
