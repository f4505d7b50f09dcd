import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@towline/shared/ports';
import { ask, testCertificate } from '@towline/test-kit/serve';
import { probes } from './routes/probes.js';
import { startListener } from './start-listener.js';

describe('a listener', () => {
  it('speaks TLS by a certificate that can be renewed, unless the new one is none', async () => {
    const certificate = testCertificate();
    const view = { readiness: () => ({ ready: true }) };
    const options = { host: '127.0.0.1', port: 0, certificate, routes: [probes({ view })] };
    const secure = await startListener(options, silentLogger);
    const health = () => ask(new URL('/healthz', secure.url), { ca: certificate.cert });
    expect((await health()).status).toBe(200);
    secure.renew(certificate);
    expect((await health()).status).toBe(200);
    expect(() => secure.renew({ cert: 'none', key: 'none' })).toThrow('The certificate and its key cannot be used');
    expect((await health()).status).toBe(200);
    await secure.close();
  });

  it('says that its port is taken, and that its certificate is none', async () => {
    const listener = await startListener({ host: '127.0.0.1', port: 0, routes: [] }, silentLogger);
    const port = { host: '127.0.0.1', port: listener.port, routes: [] };
    await expect(startListener(port, silentLogger)).rejects.toMatchObject({ code: 'server-address' });
    const certificate = { cert: 'none', key: 'none' };
    await expect(startListener({ ...port, port: 0, certificate }, silentLogger)).rejects.toMatchObject({
      code: 'server-tls',
    });
  });
});
