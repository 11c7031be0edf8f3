import { expect, it } from 'vitest'
import { judge, readPlaywrightReport, readVitestReport } from './test-report.mjs'

it.each([
  ['all is well', { passed: 3, failed: 0 }, 0, { passed: 3, failed: 0 }],
  ['tests failed', { passed: 3, failed: 2 }, 1, { passed: 3, failed: 2 }],
  ['the runner failed and named no test', { passed: 3, failed: 0 }, 1, { passed: 3, failed: 1 }],
  ['no test ran', { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1 }],
  ['there is no report', undefined, 0, { passed: 0, failed: 1 }],
])('CL-07 silence is no success: %s', (_, counts, exitCode, judged) => {
  expect(judge(counts, exitCode)).toEqual(judged)
})

it('CL-07 a file that broke before its first test counts as one failure', () => {
  const report = {
    testResults: [
      {
        status: 'passed',
        assertionResults: [{ status: 'passed' }, { status: 'passed' }, { status: 'skipped' }],
      },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'skipped' }] },
    ],
  }
  expect(readVitestReport(JSON.stringify(report))).toEqual({ passed: 3, failed: 3 })
})

it('CL-07 a browser test that passed on a second try has failed, and so has a file that cannot be loaded', () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{ message: 'no' }] }
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual({ passed: 4, failed: 3 })
})
