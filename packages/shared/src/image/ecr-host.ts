/** A registry of Amazon ECR, recognised by its host. */
export type EcrHost =
  | {
      readonly kind: 'private';
      readonly accountId: string;
      readonly region: string;
      /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, `aws-iso` … as it stands in ARNs. */
      readonly partition: string;
      readonly fips: boolean;
      readonly dualStack: boolean;
    }
  /** The public gallery: its API is in us-east-1. */
  | { readonly kind: 'public'; readonly dualStack: boolean };

interface Partition {
  readonly id: string;
  /** The regions of the partition; several partitions may share a suffix. */
  readonly regions: RegExp;
  readonly suffix: string;
  /** Suffix of the hosts that speak IPv6 too, where the partition has them. */
  readonly dualStackSuffix?: string;
}

const partitions: readonly Partition[] = [
  { id: 'aws-us-gov', regions: /^us-gov-[a-z]+-\d+$/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws' },
  { id: 'aws', regions: /^[a-z]{2}-[a-z]+-\d+$/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws' },
  {
    id: 'aws-cn',
    regions: /^cn-[a-z]+-\d+$/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'on.amazonwebservices.com.cn',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-[a-z]{2}-[a-z]+-\d+$/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'on.amazonwebservices.eu',
  },
  { id: 'aws-iso', regions: /^us-iso-[a-z]+-\d+$/, suffix: 'c2s.ic.gov' },
  { id: 'aws-iso-b', regions: /^us-isob-[a-z]+-\d+$/, suffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: /^eu-isoe-[a-z]+-\d+$/, suffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: /^us-isof-[a-z]+-\d+$/, suffix: 'csp.hci.ic.gov' },
];

const publicHosts: ReadonlyMap<string, EcrHost> = new Map([
  ['public.ecr.aws', { kind: 'public', dualStack: false }],
  ['ecr-public.aws.com', { kind: 'public', dualStack: true }],
]);

const privateForm = /^(\d{12})\.(dkr\.ecr|dkr-ecr)(-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)$/;

/**
 * The ECR registry that `host` is, or undefined where it is another host. The whole name is compared: a name that only begins or ends
 * like one of Amazon's must never be sent Amazon's credentials. Port 443 may be written.
 */
export function parseEcrHost(host: string): EcrHost | undefined {
  const name = host.toLowerCase().replace(/:443$/, '');
  const gallery = publicHosts.get(name);
  if (gallery !== undefined) return gallery;

  const [, accountId = '', service, fips, region = '', suffix] = privateForm.exec(name) ?? [];
  const dualStack = service === 'dkr-ecr';
  const partition = partitions.find(
    (one) => one.regions.test(region) && suffix === (dualStack ? one.dualStackSuffix : one.suffix),
  );
  if (partition === undefined) return undefined;
  return { kind: 'private', accountId, region, partition: partition.id, fips: fips !== undefined, dualStack };
}
