export { ask, type Question, type Reply } from './ask.js';
export { type Answer, readBody, readJson, requestUrl, send, sendJson } from './exchange.js';
export type { Fault, FaultEffect, FaultMatch, Faults } from './faults.js';
export type { RequestEntry, RequestLog } from './request-log.js';
export { type Handler, type HandlerContext, type RunningServer, type ServeOptions, serve } from './serve.js';
export { type TestCertificate, testCertificate } from './test-certificate.js';
