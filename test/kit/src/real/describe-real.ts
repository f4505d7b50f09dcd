import { describe, it } from '@jest/globals';
import { type RealServer, realServers } from './servers.js';

/** What becomes of tests that need a real server. */
export type Verdict =
  | { readonly kind: 'run' }
  /** With the title that says how to install it, which the reporter at test/reporter reads. */
  | { readonly kind: 'skip'; readonly title: string }
  | { readonly kind: 'fail'; readonly message: string };

/** Decides for a group of tests; a missing server is a failure only where all of them are `required`. */
export function judge(group: {
  readonly server: RealServer;
  readonly name: string;
  readonly installed: boolean;
  readonly required: boolean;
}): Verdict {
  if (group.installed) return { kind: 'run' };
  const how = `install with \`${realServers[group.server].install}\``;
  if (!group.required) return { kind: 'skip', title: `${group.name} (skipped: ${how})` };
  return { kind: 'fail', message: `${group.server} is missing and TOWLINE_REQUIRE_REAL is set: ${how}` };
}

/**
 * A `describe` that needs a real server. Where the server is missing its tests are reported as skipped, under a title that holds the
 * command that installs it; with TOWLINE_REQUIRE_REAL=1 one failing test says so instead.
 */
export function describeReal(server: RealServer, name: string, body: () => void): void {
  const installed = realServers[server].installed();
  const verdict = judge({ server, name, installed, required: process.env.TOWLINE_REQUIRE_REAL === '1' });
  if (verdict.kind === 'run') {
    describe(name, body);
  } else if (verdict.kind === 'skip') {
    describe.skip(verdict.title, body);
  } else {
    describe(name, () => {
      it(`needs ${server}`, () => {
        throw new Error(verdict.message);
      });
    });
  }
}
