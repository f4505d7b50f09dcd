import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A certificate for 127.0.0.1, ::1 and localhost that signs itself: its own CA. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** The test certificate that the kit ships; public, so worth nothing outside a test. */
export function testCertificate(): TestCertificate {
  const certFile = fileURLToPath(new URL('../../testdata/tls/cert.pem', import.meta.url));
  const keyFile = fileURLToPath(new URL('../../testdata/tls/key.pem', import.meta.url));
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
}
