import type { SeedObject } from '@towline/test-kit/kube';
import type { ImageToPush } from '@towline/test-kit/registry';

/** The account and region of the pages. */
export const account = { accountId: '123456789012', region: 'eu-west-1' } as const;

/** Where the images of the pages are. */
export const ecrHost = `${account.accountId}.dkr.ecr.${account.region}.amazonaws.com`;

const kustomization = (tag: string) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
images:
  # Written by argo-updater; a person may write here too.
  - name: ${ecrHost}/shop/cart
    newTag: "${tag}"
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
spec:
  replicas: 1
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      containers:
        - name: cart
          image: ${ecrHost}/shop/cart
`;

/** The manifest repository of the pages, at a version. */
export function manifestsAt(version: string): Readonly<Record<string, string>> {
  return { 'cart/kustomization.yaml': kustomization(version), 'cart/deployment.yaml': deployment };
}

/** What was pushed to ECR. */
export const images: readonly ImageToPush[] = ['1.4.1', '1.4.2', '2.0.0-rc.1'].map((tag) => ({
  repository: 'shop/cart',
  tags: [tag],
  labels: { 'org.opencontainers.image.version': tag },
}));

const pipeline = `name: app
parameters:
  - {kind: string, name: VERSION, default: '1.0'}
source: {url: 'ssh://git.example.com/shop/cart.git'}
images:
  - name: shop/cart
tests:
  - kind: agent
    run: npm test
publication:
  registry:
    kind: ecr
    account: '${account.accountId}'
    region: ${account.region}
`;

/** The folder in which the commands of a page are typed: an application that has its pipeline. */
export const application = {
  'towline.yaml': pipeline,
  Dockerfile: 'FROM scratch\nCOPY index.html /index.html\nENTRYPOINT ["/serve"]\n',
  'index.html': '<h1>Cart</h1>\n',
  'package.json': '{ "name": "cart", "scripts": { "test": "node --test" } }\n',
};

/** An Application, as the cluster of the pages has it. */
export function cartApplication(manifestUrl: string): SeedObject {
  const annotation = (name: string) => `argocd-image-updater.argoproj.io/${name}`;
  const metadata = {
    name: 'cart',
    namespace: 'argocd',
    annotations: {
      [annotation('image-list')]: `cart=${ecrHost}/shop/cart:1.x`,
      [annotation('write-back-method')]: 'git',
      [annotation('write-back-target')]: 'kustomization',
    },
  };
  const source = { repoURL: manifestUrl, path: 'cart', targetRevision: 'main' };
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'shop' };
  const spec = { project: 'default', source, destination, syncPolicy: { automated: { selfHeal: true } } };
  const health = { health: { status: 'Healthy' }, sync: { status: 'Synced' } };
  const status = { sourceType: 'Kustomize', summary: { images: [`${ecrHost}/shop/cart:1.4.1`] }, ...health };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, ...{ spec, status } };
}
