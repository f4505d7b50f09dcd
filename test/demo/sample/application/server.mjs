import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { page } from './page.mjs';

const title = readFileSync(new URL('title.txt', import.meta.url), 'utf8').trim();
const { HOSTNAME: host = 'localhost', PORT: port = '8080' } = process.env;

const server = createServer((_request, response) => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(page({ title, host, pid: process.pid }));
});
server.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => server.close());
