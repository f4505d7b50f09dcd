import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inheritedEnvironment, runProcess } from '@towline/shared/process';
import { type FakeJenkins, startJenkins } from '@towline/test-kit/jenkins';
import { type KubeFake, startKubeFake } from '@towline/test-kit/kube';
import { type RunningRegistry, startRegistry } from '@towline/test-kit/registry';
import { programs } from '../../demo/stage/place.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import { hopsInOrder } from './hops.js';

let folder: string;
let kube: KubeFake;
let ecr: RunningRegistry;
let jenkins: FakeJenkins;
let demo: DemoProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-demo-given-'));
  [kube, ecr, jenkins] = await Promise.all([
    startKubeFake(),
    startRegistry({ access: { kind: 'ecr' } }),
    startJenkins(),
  ]);
  ecr.state.repositories.create('shop/web');
});
afterEach(async () => {
  demo.signal('SIGTERM');
  await demo.ended();
  await Promise.all([kube.stop(), ecr.stop(), jenkins.stop()]);
  await rm(folder, { recursive: true });
});

/** Builds of the job do what its Jenkinsfile would have an agent do: the stages of the pipeline, in the repository that the job names. */
function startAgent(environment: Readonly<Record<string, string>>, registries: string): void {
  const job = jenkins.createJob('shop-web', {
    async script({ log }) {
      const source = /<url>([^<]+)<\/url>/.exec(job.xml)?.[1] ?? 'the job names none';
      const args = ['run', '--source', source, '--branch', 'main', '--registries', registries];
      const { exitCode, stdout } = await runProcess({
        command: process.execPath,
        args: [programs.jenkinsBridge, ...args, '--cache', join(folder, 'cache')],
        env: environment,
        allowExitCodes: [1],
        maxOutputBytes: 1024 * 1024,
      });
      log(Buffer.from(stdout).toString('utf8'));
      return exitCode === 0 ? 'SUCCESS' : 'FAILURE';
    },
  });
}

it('goes the whole way with --ecr, --kubeconfig and --jenkins, and takes its Application away', async () => {
  const host = `${ecr.accountId}.dkr.ecr.${ecr.region}.amazonaws.com`;
  const [kubeconfig, registries] = [join(folder, 'kubeconfig'), join(folder, 'registries.yaml')];
  await writeFile(kubeconfig, kube.kubeConfig);
  await writeFile(registries, JSON.stringify({ registries: [{ name: 'ECR', prefix: host, api_url: ecr.url }] }));
  const identity = {
    AWS_ENDPOINT_URL_ECR: ecr.url,
    AWS_REGION: ecr.region,
    AWS_ACCESS_KEY_ID: 'AKIATOWLINETEST00000',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  };
  const signIn = { JENKINS_USER_ID: 'admin', JENKINS_API_TOKEN: jenkins.createToken('admin') };
  const given = ['--ecr', host, '--registries-conf', registries, '--kubeconfig', kubeconfig, '--jenkins', jenkins.url];
  startAgent({ ...inheritedEnvironment(process.env, ['PATH', 'HOME']), ...identity }, registries);
  demo = startDemo(given, { ...identity, ...signIn });
  const { code, stderr, hops } = await demo.ended();
  expect({ code, stderr, left: demo.left() }).toEqual({ code: 0, stderr: '', left: [] });
  // A registry that tells of nothing is the only thing that is left out.
  expect(hops.map(({ id }) => id)).toEqual(hopsInOrder.filter((id) => id !== 'event-received'));
  expect(jenkins.world.items.get('shop-web')?.runs.map(({ result }) => result)).toEqual([
    'SUCCESS',
    'SUCCESS',
    'FAILURE',
    'SUCCESS',
    'SUCCESS',
  ]);
  expect(kube.objects('applications')).toEqual([]);
}, 180_000);
