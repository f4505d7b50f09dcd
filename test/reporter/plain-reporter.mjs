/**
 * The last lines of a run, for people and for CI: one line for each real server that is missing, with the command that installs it and
 * the number of tests that waited for it; then, as the very last line, `tests: N passed, N failed, N skipped`.
 *
 * A missing server is known by the title that describeReal of the test kit gives to the group of its tests.
 */
const skippedTitle = /\(skipped: install with `([^`]+)`\)$/;

/** The lines for what one run came to; a test file that could not be loaded counts as one failed test. */
export function summarize(results) {
  const waiting = new Map();
  for (const { testResults } of results.testResults) {
    for (const { ancestorTitles, status } of testResults) {
      if (status !== 'pending') continue;
      const install = ancestorTitles.map((title) => skippedTitle.exec(title)?.[1]).find(Boolean);
      if (install !== undefined) waiting.set(install, (waiting.get(install) ?? 0) + 1);
    }
  }
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  return [
    ...[...waiting].map(
      ([install, count]) => `skipped: ${count} tests need a real server; install it with: ${install}`,
    ),
    `tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`,
  ];
}

/** The Jest reporter around {@link summarize}. It writes when the process ends, because Jest's own summary comes after all reporters. */
export default class PlainReporter {
  onRunComplete(_contexts, results) {
    process.once('exit', () => process.stdout.write(`${summarize(results).join('\n')}\n`));
  }
}
