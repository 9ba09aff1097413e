import type { Absent } from "./finding.ts";

/** What became of a suite. */
export type SuiteResult = Absent | Ran;

export interface Ran {
  readonly device: string;
  readonly passed: number;
  readonly failed: number;
  /** What else went wrong. */
  readonly problem?: string;
}

/** The part of Vitest's report, as JSON, that counts. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Ending {
  readonly device: string;
  /** The exit status of Vitest; absent where it had to be stopped. */
  readonly code?: number;
  /** What Vitest reported; absent where it did not come so far. */
  readonly report?: string;
  readonly minutes: number;
}

/** What a run of Vitest comes to: whatever goes wrong is at least one failure, and no passed test is made up. */
export function countRun({ device, code, report, minutes }: Ending): Ran {
  const { passed, failed } = report === undefined ? { passed: 0, failed: 0 } : countTests(report);
  const problem =
    code === undefined
      ? `stopped after ${minutes} minutes`
      : report === undefined
        ? "it ended before it reported"
        : passed + failed === 0
          ? "no test ran"
          : code !== 0 && failed === 0
            ? "an error outside of the tests"
            : undefined;
  return problem === undefined ? { device, passed, failed } : { device, passed, failed: failed + 1, problem };
}

/** A file that could not be run at all counts as one failure. */
function countTests(text: string): { passed: number; failed: number } {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text) as Report;
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** The line of a suite. */
export function suiteLine(name: string, result: SuiteResult): string {
  if ("absent" in result) return `device suite ${name}: absent: ${result.absent}`;
  const { device, passed, failed, problem } = result;
  const counts = `ran, ${passed} tests passed, ${failed} failed`;
  return `device suite ${name}: ${counts}${problem === undefined ? "" : ` (${problem})`}, on ${device}`;
}
