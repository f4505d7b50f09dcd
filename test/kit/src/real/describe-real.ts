import { describe, it } from '@jest/globals';
import { type RealServer, realServers } from './servers.js';

/**
 * A `describe` that needs a real server. Where the server is missing its tests are reported as skipped, under a title that holds the
 * command that installs it; with TOWLINE_REQUIRE_REAL=1 one failing test says so instead.
 */
export function describeReal(server: RealServer, name: string, body: () => void): void {
  const { installed, install } = realServers[server];
  if (installed()) {
    describe(name, body);
  } else if (process.env.TOWLINE_REQUIRE_REAL === '1') {
    describe(name, () => {
      it(`needs ${server}`, () => {
        throw new Error(`${server} is not installed and TOWLINE_REQUIRE_REAL is set: install it with \`${install}\``);
      });
    });
  } else {
    describe.skip(`${name} (skipped: install with \`${install}\`)`, body);
  }
}
