export { type ArgocdFake, type ArgocdFakeOptions, startArgocd } from './argocd-server.js';
