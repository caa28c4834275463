/** Ends a test run with one plain line, `N passed, N failed, N skipped`, that any CI can read. */
export default class TallyReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const testModule of testModules) {
      if (testModule.errors().length > 0) tally.failed += 1
      for (const test of testModule.children.allTests()) {
        const { state } = test.result()
        if (state in tally) tally[state] += 1
      }
    }
    process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`)
  }
}
