import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { rootCertificates, TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { testCertificate } from '@towline/test-kit/serve';
import { Secret } from '../secret/index.js';
import type { HttpClientOptions } from './index.js';
import { client, failureOf, type Route, start } from './testdata/http-stage.js';

describe('TLS', () => {
  const { cert } = testCertificate();
  const startTls = (route: Route) => start(route, true);

  it('trusts the system’s CAs only, unless told more', async () => {
    const url = await startTls((_request, response) => response.end('fine'));
    expect(await failureOf({ url, expect: 'text' })).toMatchObject({ code: 'http-tls' });
    expect((await client({ ca: [cert] }).request({ url, expect: 'text' })).body).toBe('fine');
    const insecureHosts = [new URL(url).host];
    expect((await client({ insecureHosts }).request({ url, expect: 'text' })).body).toBe('fine');
  });

  it('trusts what Node trusts by itself besides the CAs it is given, and not where those are to be all', async () => {
    const url = await startTls((_request, response) => response.end('fine'));
    const trusting = (options: HttpClientOptions) => client({ ca: [rootCertificates[0] ?? ''], ...options });
    expect(await failureOf({ url, expect: 'text' }, trusting({}))).toMatchObject({ code: 'http-tls' });
    expect((await trusting({ nodeExtraCa: cert }).request({ url, expect: 'text' })).body).toBe('fine');
    const alone = trusting({ nodeExtraCa: cert, systemCa: false });
    expect(await failureOf({ url, expect: 'text' }, alone)).toMatchObject({ code: 'http-tls' });
  });

  it('shows its certificate to a server that asks for one', async () => {
    const { key } = testCertificate();
    const asking = { cert, key, requestCert: true, rejectUnauthorized: false };
    const server = createTlsServer(asking, ({ socket }, response) =>
      response.end(JSON.stringify(socket instanceof TLSSocket && socket.getPeerCertificate().raw !== undefined)),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clientCertificate = { certificate: cert, key: new Secret(key) };
    const shown = await client({ ca: [cert], clientCertificate }).request({ url, expect: 'json' });
    const hidden = await client({ ca: [cert] }).request({ url, expect: 'json' });
    server.closeAllConnections();
    server.close();
    expect([shown.body, hidden.body]).toEqual([true, false]);
  });

  it('checks certificates against the name that it was given', async () => {
    const url = await startTls((_request, response) => response.end('fine'));
    const named = (serverName: string) => client({ ca: [cert], systemCa: false, serverName });
    expect((await named('localhost').request({ url, expect: 'text' })).body).toBe('fine');
    expect(await failureOf({ url, expect: 'text' }, named('elsewhere.example'))).toMatchObject({ code: 'http-tls' });
  });

  it('goes through a proxy by CONNECT, with the proxy’s credentials and not ours', async () => {
    const url = await startTls((_request, response) => response.end('fine'));
    const asked: [string | undefined, string | undefined, string | undefined][] = [];
    const proxy = createServer();
    const tunnels: Duplex[] = [];
    proxy.on('connect', (request, socket) => {
      tunnels.push(socket);
      asked.push([request.url, request.headers['proxy-authorization'], request.headers.authorization]);
      const upstream = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const http = client({ proxy: { https: `http://me:pass@${address}` }, insecureHosts: ['service.example'] });
    const request = {
      url: 'https://service.example/',
      headers: { authorization: 'Bearer x' },
      expect: 'text',
    } as const;
    expect((await http.request(request)).body).toBe('fine');
    for (const tunnel of tunnels) tunnel.destroy();
    proxy.close();
    expect(asked).toEqual([['service.example:443', `Basic ${Buffer.from('me:pass').toString('base64')}`, undefined]]);
  });
});

describe('proxies', () => {
  it('are used for http servers, except where NO_PROXY says', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await start((request, response) => {
      asked.push(request.url);
      response.end('by proxy');
    });
    const http = client({ proxy: { http: proxy, no: 'direct.example' }, retries: 0 });
    expect((await http.request({ url: 'http://service.example/x', expect: 'text' })).body).toBe('by proxy');
    const direct = await start((_request, response) => response.end('direct'));
    expect((await http.request({ url: direct, expect: 'text' })).body).toBe('direct');
    expect(asked).toEqual(['http://service.example/x']);
  });
});
