import { freePort, listens, runServer, type StartedServer } from './run-server.js';
import { findMotoServer, realServers } from './servers.js';

/** moto's server, with nothing in it. */
export interface Moto extends StartedServer {
  readonly url: string;
}

/** Starts moto, an independent implementation of the AWS APIs. */
export async function startMoto(): Promise<Moto> {
  const command = findMotoServer();
  if (command === undefined) throw new Error(`moto is not installed: ${realServers.moto.install}`);
  const port = await freePort();
  const server = await runServer({
    command,
    args: ['-H', '127.0.0.1', '-p', String(port)],
    ready: () => listens(port),
  });
  return { url: `http://127.0.0.1:${port}`, stop: server.stop };
}
