import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type RunningServer, send, serve } from '../serve/index.js';

/** Listens on one port and hands each request to the next of the ports that are ready: what a Service is in a cluster. */
export function startFrontDoor(readyPorts: () => readonly number[], port?: number): Promise<RunningServer> {
  let turn = 0;
  return serve({
    port,
    async handler(request, response) {
      const ports = readyPorts();
      const next = ports[turn % Math.max(ports.length, 1)];
      turn += 1;
      if (next === undefined) return send(response, { status: 503, body: 'no process is ready\n' });
      await forward(request, response, next);
    },
  });
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  const { method, url, headers } = request;
  return new Promise((resolve, reject) => {
    const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).then(resolve, reject);
    });
    onward.once('error', reject);
    pipeline(request, onward).catch(reject);
  });
}
