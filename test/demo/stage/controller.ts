import { ask } from '@towline/test-kit/serve';

/** Where a running argo-updater answers. */
export interface ControllerAddress {
  /** Of its API. */
  readonly url: string;
  /** Of its metrics. */
  readonly metricsUrl: string;
  readonly token: string;
}

/** What is asked of a running argo-updater. */
export interface Controller {
  /** Tells it of a push. */
  refresh(image: string, tag: string): Promise<void>;
  /** Has it look at an Application now. */
  reconcile(application: string): Promise<void>;
  /** How often it decided so about an image: `change`, `held`, … */
  decisions(state: string): Promise<number>;
}

/** Speaks with a running argo-updater as a pipeline does. */
export function openController({ url, metricsUrl, token }: ControllerAddress): Controller {
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const { status } = await ask(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (status !== 202) throw new Error(`argo-updater answered ${status} to POST ${path}`);
  };
  return {
    refresh: (repository, tag) => post('/api/v1/refresh', { repository, tag }),
    reconcile: (application) => post(`/api/v1/applications/${encodeURIComponent(application)}/reconcile`, {}),
    async decisions(state) {
      const { body } = await ask(`${metricsUrl}/metrics`);
      const line = new RegExp(`^towline_decisions_total\\{state="${state}"\\} (\\d+)$`, 'm').exec(
        body.toString('utf8'),
      );
      return Number(line?.[1] ?? 0);
    },
  };
}
