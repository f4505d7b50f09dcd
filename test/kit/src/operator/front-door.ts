import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type RunningServer, send, serve } from '../serve/index.js';

const attempts = 4;

/** Listens on one port and hands each request to the next of the ports that are ready: what a Service is in a cluster. */
export function startFrontDoor(readyPorts: () => readonly number[], port?: number): Promise<RunningServer> {
  let turn = 0;
  const nextPort = (): number | undefined => {
    const ports = readyPorts();
    turn += 1;
    return ports[turn % Math.max(ports.length, 1)];
  };
  return serve({
    port,
    async handler(request, response) {
      for (let left = attempts; ; left -= 1) {
        const next = nextPort();
        if (next === undefined) return send(response, { status: 503, body: 'no process is ready\n' });
        const problem = await forward(request, response, next);
        if (problem === undefined) return;
        // A process may end while it is asked; what has no body can be asked of another one.
        if (left === 1 || request.method !== 'GET' || response.headersSent) throw problem;
      }
    },
  });
}

/** Gives what went wrong. */
async function forward(request: IncomingMessage, response: ServerResponse, port: number): Promise<Error | undefined> {
  const { method, url, headers } = request;
  return new Promise((resolve) => {
    const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).then(() => resolve(undefined), resolve);
    });
    onward.once('error', resolve);
    if (method === 'GET') onward.end();
    else pipeline(request, onward).catch(resolve);
  });
}
