import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BareRepository, startGitServer } from '@towline/test-kit/git';
import { type KubeFake, startKubeFake } from '@towline/test-kit/kube';
import { pushImage, startRegistry } from '@towline/test-kit/registry';
import { ask } from '@towline/test-kit/serve';
import { startUpdater } from '../../e2e/server/start-updater.js';
import type { Place } from '../run-block.js';
import { initCheckout } from './init-checkout.js';
import { startPageJenkins } from './page-jenkins.js';
import { account, application, cartApplication, ecrHost, images, manifestsAt } from './shop.js';
import { writePrograms } from './write-programs.js';

/** A machine on which the commands of one page work: the addresses of the pages are those of the kit's servers. */
export interface PageWorld {
  readonly place: Place;
  /** A text of the page as it is run: with the addresses, files and secrets of this world. */
  fill(text: string): string;
  /** What commands wrote, as the page shows it. */
  unfill(text: string): string;
  stop(): Promise<void>;
}

/** What a page needs besides what all have. */
export interface PageNeeds {
  readonly updater: boolean;
  readonly jenkins: boolean;
}

const secret = 'at-least-16-characters';

/** Starts the world of a page. */
export async function startPageWorld(needs: PageNeeds): Promise<PageWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-page-'));
  const [git, ecr, registry, kube, jenkins] = await Promise.all([
    startGitServer(),
    startRegistry({ ...account, access: { kind: 'ecr' }, createOnPush: true }),
    startRegistry(account),
    startKubeFake(),
    needs.jenkins ? startPageJenkins() : undefined,
  ]);
  const repository = await git.createRepository('shop/manifests.git', manifestsAt('1.4.1'));
  await pushImages(ecr.url, ecr.issuePassword());
  kube.seed([cartApplication(repository.url)]);
  await writeFiles(folder, {
    kubeconfig: kube.kubeConfig,
    'registries.conf': JSON.stringify({ registries: [{ name: 'ECR', prefix: ecrHost, api_url: ecr.url }] }),
    'secrets/tokens': `tokens:\n  - {name: shop, token: ${secret}, repositories: ['*']}\n`,
    'secrets/ghcr': secret,
    'secrets/github': secret,
    'keys/id_ed25519': newKey(),
    ...Object.fromEntries(Object.entries(application).map(([path, text]) => [`work/${path}`, text])),
  });
  await mkdir(join(folder, 'state'));
  await writePrograms(join(folder, 'programs'), 'run');
  await initCheckout(join(folder, 'work'));
  const environment = {
    ...settingsOf(folder),
    ...awsOf(ecr.url),
    ...jenkins?.environment,
  };
  const pushed = new Promise<void>((resolve) => git.beforeNext('receive-pack', async () => resolve()));
  const updater = needs.updater ? await startServer(folder, environment) : undefined;
  const delivered = updater && (await deliver({ kube, repository, pushed }));
  const places: readonly (readonly [string, string])[] = [
    ['https://git.example.com', git.url],
    ['registry.example.com', registry.host],
    ['/run/secrets', join(folder, 'secrets')],
    ['/keys', join(folder, 'keys')],
    ['TOWLINE_TOKEN=…', `TOWLINE_TOKEN=${secret}`],
    ...(updater === undefined ? [] : [['https://updater.example.com', updater.server] as const]),
    ...(jenkins?.places ?? []),
  ];
  return {
    place: {
      folder: join(folder, 'work'),
      state: join(folder, 'state'),
      environment: { ...environment, ...delivered },
    },
    fill: (text) => places.reduce((filled, [shown, real]) => filled.replaceAll(shown, real), text),
    unfill: (text) => places.reduce((shownText, [shown, real]) => shownText.replaceAll(real, shown), text),
    async stop() {
      await updater?.stop();
      await Promise.all([git.stop(), ecr.stop(), registry.stop(), kube.stop(), jenkins?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pushImages(url: string, password: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`;
  for (const image of images) await pushImage(url, { ...image, authorization });
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** What somebody has set who follows the pages: which cluster, and servers of this world on ports that the kernel chooses. */
function settingsOf(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: `${join(folder, 'programs')}:${process.env.PATH ?? ''}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    KUBECONFIG: join(folder, 'kubeconfig'),
    ARGOCD_NAMESPACE: 'argocd',
    TOWLINE_REGISTRIES_CONF_PATH: join(folder, 'registries.conf'),
    TOWLINE_SERVER_HOST: '127.0.0.1',
    TOWLINE_WEBHOOK_PORT: '0',
    TOWLINE_HEALTH_PROBE_BIND_ADDRESS: '127.0.0.1:0',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

function awsOf(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_ECR: url,
    AWS_REGION: account.region,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function startServer(folder: string, environment: Readonly<Record<string, string>>) {
  return startUpdater(['--leader-election=false', `--api-tokens=file:${join(folder, 'secrets/tokens')}`], environment);
}

interface Delivery {
  readonly kube: KubeFake;
  readonly repository: BareRepository;
  /** Resolves when the updater pushes. */
  readonly pushed: Promise<void>;
}

/** Waits until the updater has written what is new, and says of the Application what Argo CD would. What a pipeline then waits for. */
async function deliver({ kube, repository, pushed }: Delivery): Promise<Readonly<Record<string, string>>> {
  const before = await repository.head();
  await pushed;
  let head = before;
  while (head === before) head = await repository.head();
  const health = { health: { status: 'Healthy' }, sync: { status: 'Synced', revision: head } };
  const status = { summary: { images: [`${ecrHost}/shop/cart:1.4.2`] }, ...health };
  await ask(`${kube.url}/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/cart`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${kube.token}`, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ status }),
  });
  return { GIT_COMMIT: head ?? '' };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
