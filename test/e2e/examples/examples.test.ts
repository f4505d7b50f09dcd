import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startJenkins } from '@towline/test-kit/jenkins';
import { ask } from '@towline/test-kit/serve';
import { type PassWorld, startPassWorld } from '../run-once/pass-world.js';
import { startExample } from './run-example.js';

/** Each starts a program or two, beside other tests. */
jest.setTimeout(60_000);

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
const path = 'apps/web/kustomization.yaml';
const target = { 'argocd-image-updater.argoproj.io/write-back-target': 'kustomization' };

it('examples import published names only', () => {
  const programs = readdirSync(examples).filter((name) => name.endsWith('.ts'));
  const imports = programs.flatMap((name) => {
    const text = readFileSync(join(examples, name), 'utf8');
    return [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
  });
  expect(programs.length).toBe(3);
  expect(
    imports.filter((from) => !/^(?:node:\w+|@towline\/(?:shared\/\w+|jenkins-bridge|argo-updater))$/.test(from)),
  ).toEqual([]);
});

describe('render-and-trigger', () => {
  it('prints the Jenkinsfile, follows the build and ends as it does', async () => {
    const jenkins = await startJenkins();
    jenkins.createJob('shop', {
      async script(run) {
        run.log('pushed\n');
        return 'SUCCESS';
      },
    });
    const environment = {
      JENKINS_URL: jenkins.url,
      JENKINS_USER_ID: 'admin',
      JENKINS_API_TOKEN: jenkins.createToken('admin'),
    };
    const { ended, written } = startExample('render-and-trigger', ['shop'], environment);
    expect([await ended, written.stdout]).toEqual([
      0,
      expect.stringMatching(/pipeline \{[\s\S]*SUCCESS, 0 images pushed\n$/),
    ]);
    expect(written.stderr).toContain('pushed\n');
    await jenkins.stop();
  });
});

describe('with a registry and a manifest repository', () => {
  let world: PassWorld;
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towline-examples-'));
    world = await startPassWorld({ [path]: 'images:\n  - name: REGISTRY/web\n    newTag: 1.0.0\n' });
    await world.push('web', '1.0.0', '1.1.0');
    await writeFile(join(folder, 'kubeconfig'), world.kube.kubeConfig);
    const entry = { name: 'here', prefix: world.registry.host, api_url: world.registry.url };
    await writeFile(join(folder, 'registries.conf'), JSON.stringify({ registries: [entry] }));
    environment = {
      KUBECONFIG: join(folder, 'kubeconfig'),
      ARGOCD_NAMESPACE: 'argocd',
      HOME: folder,
      TOWLINE_REGISTRIES_CONF_PATH: join(folder, 'registries.conf'),
      TOWLINE_HEALTH_PROBE_BIND_ADDRESS: '0',
      TOWLINE_LEADER_ELECTION: 'false',
      TOWLINE_INTERVAL: '1s',
    };
  });
  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  it('plan-a-folder shows what would be written, and what is left out', async () => {
    const application = (name: string, image: string) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace: 'argocd',
        annotations: {
          'argocd-image-updater.argoproj.io/image-list': image,
          'argocd-image-updater.argoproj.io/write-back-method': 'git',
          ...target,
        },
      },
      spec: { source: { repoURL: world.manifests.url, path: `apps/${name}`, targetRevision: 'main' } },
    });
    await mkdir(join(folder, 'apps'));
    const good = application('web', `web=${world.image('web')}:1.x`);
    await writeFile(join(folder, 'apps/web.yaml'), JSON.stringify(good));
    await writeFile(join(folder, 'apps/bad.yaml'), JSON.stringify(application('bad', '')));
    const { ended, written } = startExample('plan-a-folder', [join(folder, 'apps')], {
      ...environment,
      TOWLINE_GIT_CREDENTIALS: 'env:GIT_LOGIN',
      GIT_LOGIN: 'updater:updater-password',
    });
    expect([await ended, written]).toEqual([0, { stdout: expect.any(String), stderr: '' }]);
    expect(written.stdout).toContain(`- ${world.image('web')}: 1.0.0 → 1.1.0 (the highest version within 1.x)\n`);
    expect(written.stdout).toContain('-    newTag: 1.0.0\n+    newTag: 1.1.0\n');
    expect(written.stdout).toContain('argocd/bad is left out');
  });

  it('policy-and-notifier writes what its policy lets through, and tells of a failure in its own words', async () => {
    world.apply({ name: 'web', images: 'web=web:1.x', annotations: target, live: ['web:1.0.0'] });
    await patch({ spec: { syncPolicy: { automated: {} } } });
    const approved = join(folder, 'approved.txt');
    await writeFile(approved, '');
    const running = startExample('policy-and-notifier', [approved], environment);
    await running.writes('stderr', 'No update');
    expect(await tag()).toBe('1.0.0');

    await writeFile(approved, '1.1.0\n');
    await running.writes('stderr', 'An image was updated');
    expect(await tag()).toBe('1.1.0');

    const health = { health: { status: 'Degraded', message: 'it crashes' }, sync: { status: 'Synced' } };
    await patch({ status: { summary: { images: [`${world.image('web')}:1.1.0`] }, ...health } });
    await running.writes('stdout', `argocd/web failed with ${world.image('web')}:1.1.0: `);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
  });

  const tag = async () => /newTag: (\S+)/.exec((await world.manifests.read(path)) ?? '')?.[1];

  async function patch(change: object): Promise<void> {
    const url = `${world.kube.url}/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/web`;
    const headers = { authorization: `Bearer ${world.kube.token}`, 'content-type': 'application/merge-patch+json' };
    expect((await ask(url, { method: 'PATCH', headers, body: JSON.stringify(change) })).status).toBe(200);
  }
});
