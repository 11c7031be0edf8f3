/** Reads what the test runners report, and never takes silence for success. */

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * What a runner's report says, corrected by its exit code: a runner that fails without naming a test, or
 * that saw no test at all, counts as one failure.
 * @param {Counts | undefined} counts undefined when there is no readable report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function judge(counts, exitCode) {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 }
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: isSilentFailure ? 1 : failed }
}

/**
 * Vitest's JSON report. A file that broke before its first test is one failure.
 * @param {string} json
 * @returns {Counts}
 */
export function readVitestReport(json) {
  const report = JSON.parse(json)
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const failed = tests.filter((test) => test.status === 'failed').length
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  return { passed: tests.filter((test) => test.status === 'passed').length, failed: failed + broken }
}

/**
 * Playwright's JSON report; a test that passed only on a second try has failed. So has what kept a file
 * from being loaded.
 * @param {string} json
 * @returns {Counts}
 */
export function readPlaywrightReport(json) {
  const { stats, errors } = JSON.parse(json)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}
