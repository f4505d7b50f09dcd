export { type AgentPool, type ConnectionOptions, createAgentPool, type ProxySettings } from './agents.js';
export { type CollectLimits, collectBytes } from './collect-bytes.js';
export { createFetch } from './fetch.js';
export {
  createHttpClient,
  type HttpAttempt,
  type HttpClientDependencies,
  type HttpClientOptions,
} from './http-client.js';
export { HttpError, type HttpErrorCode, type HttpErrorDetails, httpErrorCodes, isHttpError } from './http-error.js';
export { readProxySettings } from './proxy-settings.js';
export { redactUrl } from './redact-url.js';
