import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@towline/shared/errors';
import { parseDigest } from '@towline/shared/image';
import type { NotifiedImage } from '../../core/outcome/notification.js';
import { completeNotification, type OriginPorts } from './complete-notification.js';

const sha = 'a'.repeat(40);
const digest = parseDigest(`sha256:${'b'.repeat(64)}`);
if (digest === undefined) throw new Error('no digest');
const label = (name: string) => `org.opencontainers.image.${name}`;
const bare: NotifiedImage = {
  repository: 'registry.example.com/shop/web',
  from: '1.0',
  to: '1.1',
  revision: undefined,
  source: undefined,
  author: undefined,
};

const complete = async (image: NotifiedImage, labels: Readonly<Record<string, string>> | undefined) => {
  const asked: string[] = [];
  const ports: OriginPorts = {
    registry: {
      async inspect({ repository, reference }) {
        asked.push(`${repository.host}/${repository.path} ${reference.kind}`);
        if (labels === undefined) throw new CodedError('registry-unreachable', 'it does not answer');
        return { digest, mediaType: 'application/vnd.oci.image.manifest.v1+json', platforms: [], labels };
      },
    },
    histories: {
      read: async () => {
        throw new Error('nothing is read');
      },
      author: async ({ repository }) => {
        asked.push(repository);
        return 'Grace';
      },
    },
  };
  const news = { kind: 'failed', stage: 'rollout', application: { namespace: 'argocd', name: 'web' } } as const;
  const rest = { commit: undefined, branch: undefined, reason: 'it is Degraded', isTakenBack: false, at: 0 };
  const { images } = await completeNotification(ports, { ...news, ...rest, images: [image] }, {});
  const [found] = images;
  return { found: [found?.revision, found?.source, found?.author], asked };
};

describe('completeNotification', () => {
  const labels = {
    [label('revision')]: sha,
    [label('source')]: 'https://evil.example.com/x',
    [label('authors')]: 'Ada',
  };
  const shop = 'https://git.example.com/shop/web';
  it.each<[string, Partial<NotifiedImage>, Readonly<Record<string, string>> | undefined, unknown[], string[]]>([
    [
      'takes from the labels what it does not know, and asks no repository that only they name',
      {},
      labels,
      [sha, 'https://evil.example.com/x', 'Ada'],
      ['registry.example.com/shop/web tag'],
    ],
    [
      'asks the source repository who made the commit, where its commits are followed',
      { history: shop, source: shop },
      labels,
      [sha, shop, 'Grace'],
      ['registry.example.com/shop/web tag', shop],
    ],
    ['asks nobody where all is known', { revision: sha, source: shop, author: 'Ada' }, labels, [sha, shop, 'Ada'], []],
    [
      'leaves unsaid what cannot be looked up',
      { revision: sha },
      undefined,
      [sha, undefined, undefined],
      ['registry.example.com/shop/web tag'],
    ],
    [
      'looks at a digest where one is written',
      { to: `1.1@sha256:${'b'.repeat(64)}` },
      {},
      [undefined, undefined, undefined],
      ['registry.example.com/shop/web digest'],
    ],
  ])('%s', async (_what, image, given, found, asked) => {
    expect(await complete({ ...bare, ...image }, given)).toEqual({ found, asked });
  });
});
