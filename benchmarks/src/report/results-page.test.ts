import { expect, test } from "vitest";
import { formatRow } from "./format-row.ts";
import { resultsPage, type RunDescription } from "./results-page.ts";
import { withSection } from "./sections.ts";

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

test("the first step has a section of its own, between the others", () => {
  const both = page(page("", "webgpu", "graphics"), "cpu", "processor");
  const all = withSection(both, "firstStep", "times");
  expect(all.match(/^##.*/gm)).toEqual(["## On the processor", "## The first step", "## On WebGPU"]);
  expect(withSection(page(all, "cpu", "processor"), "firstStep", "times")).toBe(all);
});

test("a run writes the section of its device anew and leaves the other as it was", () => {
  const both = page(page("", "webgpu", "old graphics"), "cpu", "old processor");
  expect(both.match(/^#.*/gm)).toEqual(["# Results", "## On the processor", "## On WebGPU"]);
  const next = page(both, "webgpu", "new graphics");
  expect(next).toBe(both.replace("old graphics", "new graphics"));
  expect(page(next, "cpu", "old processor")).toBe(next);
});
