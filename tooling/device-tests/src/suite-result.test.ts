import { describe, expect, it } from "vitest";
import { countRun, suiteLine } from "./suite-result.ts";

const report = (passed: number, failed: number, files: readonly (readonly string[])[] = []) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: files.map(([status, ...tests]) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });

const lineOf = (ending: { code?: number; report?: string }) =>
  suiteLine("dawn", countRun({ device: "llvmpipe", minutes: 15, ...ending }));

describe("the line of a suite", () => {
  it.each([
    [{ code: 0, report: report(12, 0) }, "ran, 12 tests passed, 0 failed"],
    [{ code: 1, report: report(11, 1, [["failed", "failed", "passed"]]) }, "ran, 11 tests passed, 1 failed"],
    // A file that cannot be loaded has no tests to fail.
    [
      { code: 1, report: report(11, 0, [["failed"], ["passed", "passed"]]) },
      "ran, 11 tests passed, 1 failed",
    ],
    [{ code: 1, report: report(12, 0) }, "ran, 12 tests passed, 1 failed (an error outside of the tests)"],
    [{ code: 0, report: report(0, 0) }, "ran, 0 tests passed, 1 failed (no test ran)"],
    [{ code: 1 }, "ran, 0 tests passed, 1 failed (it ended before it reported)"],
    [{ code: 0 }, "ran, 0 tests passed, 1 failed (it ended before it reported)"],
    [{}, "ran, 0 tests passed, 1 failed (stopped after 15 minutes)"],
    [{ report: report(3, 0) }, "ran, 3 tests passed, 1 failed (stopped after 15 minutes)"],
  ])("tells how it ran: %#", (ending, line) => {
    expect(lineOf(ending)).toBe(`device suite dawn: ${line}, on llvmpipe`);
  });

  it("tells why it is absent, and counts nothing", () => {
    expect(suiteLine("dawn", { absent: "no Vulkan driver is found" })).toBe(
      "device suite dawn: absent: no Vulkan driver is found",
    );
  });
});
