import { describe, expect, it } from '@jest/globals';
import { parseEcrHost } from './ecr-host.js';

const account = '123456789012';

function told(host: string): string {
  const ecr = parseEcrHost(host);
  if (ecr === undefined) return 'not ECR';
  if (ecr.kind === 'public') return ecr.dualStack ? 'public dual-stack' : 'public';
  const { accountId, region, partition, fips, dualStack } = ecr;
  return [accountId, region, partition, fips && 'fips', dualStack && 'dual-stack'].filter(Boolean).join(' ');
}

describe('parseEcrHost', () => {
  it.each([
    [`${account}.dkr.ecr.eu-west-1.amazonaws.com`, `${account} eu-west-1 aws`],
    [`${account}.dkr.ecr.us-east-1.amazonaws.com:443`, `${account} us-east-1 aws`],
    [`${account}.DKR.ecr.us-east-1.Amazonaws.com`, `${account} us-east-1 aws`],
    [`${account}.dkr.ecr-fips.us-east-1.amazonaws.com`, `${account} us-east-1 aws fips`],
    [`${account}.dkr-ecr.ap-southeast-2.on.aws`, `${account} ap-southeast-2 aws dual-stack`],
    [`${account}.dkr-ecr-fips.us-west-2.on.aws`, `${account} us-west-2 aws fips dual-stack`],
    [`${account}.dkr.ecr.us-gov-west-1.amazonaws.com`, `${account} us-gov-west-1 aws-us-gov`],
    [`${account}.dkr.ecr-fips.us-gov-east-1.amazonaws.com`, `${account} us-gov-east-1 aws-us-gov fips`],
    [`${account}.dkr-ecr.us-gov-west-1.on.aws`, `${account} us-gov-west-1 aws-us-gov dual-stack`],
    [`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`, `${account} cn-north-1 aws-cn`],
    [`${account}.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn`, `${account} cn-northwest-1 aws-cn dual-stack`],
    [`${account}.dkr.ecr.eusc-de-east-1.amazonaws.eu`, `${account} eusc-de-east-1 aws-eusc`],
    [`${account}.dkr.ecr.us-iso-east-1.c2s.ic.gov`, `${account} us-iso-east-1 aws-iso`],
    [`${account}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov`, `${account} us-isob-east-1 aws-iso-b`],
    [`${account}.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk`, `${account} eu-isoe-west-1 aws-iso-e`],
    [`${account}.dkr.ecr.us-isof-south-1.csp.hci.ic.gov`, `${account} us-isof-south-1 aws-iso-f`],
    ['public.ecr.aws', 'public'],
    ['ecr-public.aws.com', 'public dual-stack'],
  ])('%s is %s', (host, expected) => {
    expect(told(host)).toBe(expected);
  });

  it.each([
    '123.dkr.ecr.us-east-1.evil.example',
    `${account}.dkr.ecr.us-east-1.evil.example`,
    `${account}.dkr.ecr.us-east-1.amazonaws.com.evil.example`,
    `${account}.dkr.ecr.us-east-1.amazonaws.com.`,
    `${account}.dkr.ecr.us-east-1.amazonaws.com:5000`,
    `${account}.dkr.ecr.us-east-1.evilamazonaws.com`,
    `${account}.dkr.ecr.evil.example.amazonaws.com`,
    `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn.evil.example`,
    `${account}.dkr.ecr.us-gov-west-1.amazonaws.com.cn`,
    `${account}.dkr.ecr.us-east-1.amazonaws.eu`,
    `${account}.dkr.ecr.us-east-1.on.aws`,
    `${account}.dkr-ecr.us-east-1.amazonaws.com`,
    `${account}xdkr.ecr.us-east-1.amazonaws.com`,
    `x${account}.dkr.ecr.us-east-1.amazonaws.com`,
    `1${account}.dkr.ecr.us-east-1.amazonaws.com`,
    'evil.example/public.ecr.aws',
    'public.ecr.aws.evil.example',
    'xpublic.ecr.aws',
    'docker.io',
    '',
  ])('%j is not ECR', (host) => {
    expect(told(host)).toBe('not ECR');
  });
});
