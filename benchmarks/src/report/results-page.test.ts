import { expect, test } from "vitest";
import { formatRow } from "./format-row.ts";
import { resultsPage, type RunDescription } from "./results-page.ts";

const run: RunDescription = {
  device: "cpu",
  date: "2026-01-01",
  machine: "m",
  versions: ["Node 20"],
  rounds: 2,
  command: "npm run bench",
};

function page(previous: string, device: RunDescription["device"], error: string): string {
  return resultsPage(previous, { ...run, device }, [formatRow("Case", { peer: "torch", error })]);
}

test("the page keeps a table of all rows, whatever the error", () => {
  const text = page("", "cpu", "a | b");
  expect(text).toContain("- Versions: Node 20\n");
  expect(text).toContain("| Case | torch | a \\| b |  | – |  |  |  |\n");
});

test("a run writes the section of its device anew and leaves the other as it was", () => {
  const both = page(page("", "webgpu", "old graphics"), "cpu", "old processor");
  expect(both.match(/^#.*/gm)).toEqual(["# Results", "## On the processor", "## On WebGPU"]);
  const next = page(both, "webgpu", "new graphics");
  expect(next).toBe(both.replace("old graphics", "new graphics"));
  expect(page(next, "cpu", "old processor")).toBe(next);
});
