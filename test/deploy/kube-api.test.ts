import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeReal, type KubeApi, prometheusCrds, startKubeApi } from '@towline/test-kit/real';
import { ask } from '@towline/test-kit/serve';
import { everything } from './chart-values.js';
import { type DeployedObject, ofKind, readObjectFile, renderChart } from './render.js';

/** Creates it as `kubectl create --validate=strict` does; the status, and what the server says of it. */
async function create(api: KubeApi, object: DeployedObject, plural: string) {
  const { apiVersion, metadata } = object;
  const root = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
  const url = `${api.url}/${root}/namespaces/${metadata.namespace}/${plural}?fieldValidation=Strict`;
  const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
  const { status, body } = await ask(url, { method: 'POST', headers, ca: api.ca, body: JSON.stringify(object) });
  return { status, message: status === 201 ? '' : body.toString() };
}

const created = { status: 201, message: '' };

describeReal('kube-api', 'a real API server', () => {
  it('takes the ConfigMap of the base', async () => {
    const api = await startKubeApi();
    try {
      const [configMap] = ofKind(await readObjectFile('kustomize/base/argo-updater.yaml'), 'ConfigMap');
      expect(configMap && (await create(api, configMap, 'configmaps'))).toEqual(created);
    } finally {
      await api.stop();
    }
  });

  describeReal('helm', 'with the definitions of Prometheus', () => {
    describeReal('prometheus-crds', 'installed', () => {
      let api: KubeApi;
      let objects: readonly DeployedObject[];
      beforeAll(async () => {
        api = await startKubeApi({ crds: prometheusCrds });
        objects = await renderChart({ values: everything });
      });
      afterAll(() => api.stop());

      it.each([
        ['ServiceMonitor', 'servicemonitors'],
        ['PrometheusRule', 'prometheusrules'],
        ['ConfigMap', 'configmaps'],
      ])('takes the %s of the chart', async (kind, plural) => {
        const [object] = ofKind(objects, kind);
        expect(object && (await create(api, object, plural))).toEqual(created);
      });

      it('refuses a field that is not known', async () => {
        const [rule] = ofKind(objects, 'PrometheusRule');
        const wrong = rule && { ...rule, metadata: { ...rule.metadata, name: 'wrong' }, spec: { group: [] } };
        expect(wrong && (await create(api, wrong, 'prometheusrules'))).toMatchObject({ status: 400 });
      });
    });
  });
});
