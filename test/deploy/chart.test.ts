import { beforeAll, describe, expect, it } from '@jest/globals';
import { listSettings } from '@towline/shared/config';
import { parseRegistriesConf } from '@towline/shared/registry';
import { describeReal, runDeployTool } from '@towline/test-kit/real';
import { parse } from 'yaml';
import { z } from 'zod';
import { vendorWord } from '../../packages/argo-updater/src/cli/settings/server-settings.js';
import { settingsSchema } from '../../packages/argo-updater/src/cli/settings/settings-schema.js';
import { webhookVendors } from '../../packages/argo-updater/src/core/event/webhook-vendors.js';
import { everything } from './chart-values.js';
import { modelViolations } from './object-model.js';
import { type DeployedObject, deployFolder, ofKind, readObjectFile, renderChart } from './render.js';

const configMapSchema = z.object({ data: z.record(z.string(), z.string()) });
const mountSchema = z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() });
const podSchema = z.object({
  securityContext: z.object({ runAsNonRoot: z.boolean(), seccompProfile: z.object({ type: z.string() }) }),
  containers: z.tuple([
    z.object({
      image: z.string(),
      args: z.array(z.string()),
      env: z.array(z.object({ name: z.string() })),
      ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
      livenessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
      readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
      securityContext: z.unknown(),
      volumeMounts: z.array(mountSchema),
    }),
  ]),
  volumes: z.array(z.object({ name: z.string() })),
});
const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()) }), spec: podSchema }),
  }),
});

/** The settings and the pod of a rendered chart. */
function read(objects: readonly DeployedObject[]) {
  const [configMap] = ofKind(objects, 'ConfigMap');
  const { data } = configMapSchema.parse(configMap);
  const [deployment] = ofKind(objects, 'Deployment');
  const { template } = deploymentSchema.parse(deployment).spec;
  const settings = settingsSchema.parse(parse(data['towline.yaml'] ?? ''));
  return { data, settings, pod: template.spec, annotations: template.metadata.annotations };
}

describe('what is checked of objects', () => {
  it.each([
    ['a misspelt field', { spec: { replica: 1 } }, 'Deployment.spec.replica is not known'],
    ['a value of another type', { spec: { replicas: '1' } }, 'Deployment.spec.replicas is no number'],
    [
      'a field far below',
      { spec: { template: { spec: { containers: [{ name: 'a', port: [] }] } } } },
      'Deployment.spec.template.spec.containers[0].port is not known',
    ],
  ])('is %s', (_what, rest, violation) => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, ...rest };
    expect(modelViolations(object)).toEqual([violation]);
  });
});

describe('the Kustomize base', () => {
  it('has no field that the Kubernetes API does not know', async () => {
    const objects = await readObjectFile('kustomize/base/argo-updater.yaml');
    expect(objects.flatMap(modelViolations)).toEqual([]);
  });
});

describeReal('helm', 'the chart', () => {
  let plain: readonly DeployedObject[];
  let full: readonly DeployedObject[];
  beforeAll(async () => {
    [plain, full] = await Promise.all([renderChart(), renderChart({ namespace: 'towline', values: everything })]);
  });

  it('has nothing that helm lint objects to', async () => {
    const text = await runDeployTool('helm', ['lint', '--strict', `${deployFolder}helm/argo-updater`]);
    expect(text).toContain('1 chart(s) linted, 0 chart(s) failed');
  });

  it('has no field that the Kubernetes API does not know', () => {
    const ours = full.filter(({ apiVersion }) => !apiVersion.startsWith('monitoring.coreos.com/'));
    expect(ours.flatMap(modelViolations)).toEqual([]);
  });

  it('makes each object once, all but cluster roles in a namespace', () => {
    const names = full.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.includes(' - '))).toEqual([]);
  });

  it('writes settings that the program takes', () => {
    expect(read(plain).settings).toMatchObject({ server: { metricsAddress: ':8080', healthAddress: ':8081' } });
    const { settings } = read(full);
    expect(settings).toMatchObject({
      argocd: { namespace: 'argocd', watchNamespaces: ['team-a', 'team-b'] },
      live: { interval: 300_000 },
      server: { enableWebhook: true, port: 8082, tlsCert: '/var/run/towline/tls/tls.crt' },
      events: { sqsQueue: everything.aws.sqsQueueUrl },
      notify: { webhook: 'https://hooks.example' },
    });
  });

  it('lets settings win over what it writes itself', async () => {
    const { settings } = read(await renderChart({ values: { settings: { log: { format: 'text' } } } }));
    expect(settings.log.format).toBe('text');
    expect(settings.server.metricsAddress).toBe(':8080');
  });

  it('writes a registries.conf that the program takes', () => {
    expect(parseRegistriesConf(read(full).data['registries.conf'] ?? '')).toMatchObject({
      kind: 'valid',
      registries: [{ name: 'ECR' }],
    });
  });

  it('mounts every file that the settings name, read-only', () => {
    const { data, pod } = read(full);
    const [{ volumeMounts }] = pod.containers;
    const named = [...(data['towline.yaml'] ?? '').matchAll(/\/var\/run\/towline\/[a-z]+(?=\/)/g)].map(
      ([path]) => path,
    );
    const mounted = volumeMounts.filter(({ readOnly }) => readOnly === true).map(({ mountPath }) => mountPath);
    expect(new Set(named)).toEqual(new Set(mounted.filter((path) => path.startsWith('/var/run/towline/'))));
    expect(pod.volumes.map(({ name }) => name).sort()).toEqual(volumeMounts.map(({ name }) => name).sort());
  });

  it('probes and opens the ports that the settings say', () => {
    const { settings, pod } = read(full);
    const [{ ports, livenessProbe, readinessProbe }] = pod.containers;
    const byName = Object.fromEntries(ports.map(({ name, containerPort }) => [name, containerPort]));
    expect([`:${byName.health}`, `:${byName.metrics}`, byName.webhook]).toEqual([
      settings.server.healthAddress,
      settings.server.metricsAddress,
      settings.server.port,
    ]);
    expect([livenessProbe.httpGet, readinessProbe.httpGet]).toEqual([
      { path: '/healthz', port: 'health' },
      { path: '/readyz', port: 'health' },
    ]);
  });

  it('gives the pod no rights on its node, and a read-only file system', () => {
    const { pod } = read(plain);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });

  it('starts the controller, and sets no variable that it does not know', () => {
    const known = listSettings(settingsSchema, 'TOWLINE').flatMap(({ variable, otherVariables }) => [
      variable,
      ...otherVariables,
    ]);
    const others = ['TOWLINE_CONFIG', 'POD_NAMESPACE', 'POD_NAME', 'POD_IP', 'AWS_REGION'];
    const [{ args, env }] = read(full).pod.containers;
    expect(args).toEqual(['run']);
    expect(env.map(({ name }) => name).filter((name) => ![...known, ...others].includes(name))).toEqual([]);
  });

  it('starts the pod anew where settings change, and not where registries do', async () => {
    const annotationsOf = async (values: object) => read(await renderChart({ values })).annotations;
    const before = await annotationsOf({});
    expect(await annotationsOf({ registries: everything.registries })).toEqual(before);
    expect(await annotationsOf({ settings: { live: { interval: '5m' } } })).not.toEqual(before);
  });

  it('knows the vendors of webhooks that the program knows', async () => {
    const vendors = webhookVendors.map(({ name }) => vendorWord(name));
    const { settings } = read(
      await renderChart({ values: { webhook: { enabled: true, secretName: 'hooks', vendors } } }),
    );
    expect(Object.keys(settings.server.secrets).sort()).toEqual([...vendors].sort());
  });

  it.each([
    ['a misspelt value', { replicas: 2 }, /replicas/],
    ['a vendor that nobody knows', { webhook: { vendors: ['hub'] } }, /vendors/],
    ['a digest that is none', { image: { digest: 'latest' } }, /digest/],
    ['a number as text', { replicaCount: 'three' }, /replicaCount/],
  ])('refuses %s', async (_what, values, message) => {
    await expect(renderChart({ values })).rejects.toThrow(message);
  });

  it('makes a PodDisruptionBudget for replicas only, and pins an image by its digest', async () => {
    expect(ofKind(plain, 'PodDisruptionBudget')).toEqual([]);
    expect(ofKind(full, 'PodDisruptionBudget')).toHaveLength(1);
    const digest = `sha256:${'a'.repeat(64)}`;
    const { pod } = read(await renderChart({ values: { image: { digest } } }));
    expect(pod.containers[0].image).toBe(`ghcr.io/towline/argo-updater@${digest}`);
  });
});
