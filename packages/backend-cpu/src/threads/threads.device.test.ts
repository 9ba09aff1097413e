import { jit, setBackend } from "@elegy/autodiff";
import { describe, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { CpuBackend } from "../cpu.ts";
import { countMeetings } from "./count-meetings.test-support.ts";
import { PROGRAMS } from "./divided-programs.test-support.ts";
import { started, waitForThreads } from "./wait-for-threads.test-support.ts";

describe("results in a page are the same to the bit for any number of threads", async () => {
  waitForThreads();
  const alone = new CpuBackend(2 ** 30, 1);
  const crews = await Promise.all([2, 3].map((threads) => started(new CpuBackend(2 ** 30, threads, 0))));

  it.each(Object.entries(PROGRAMS))("%s", async (_, program) => {
    setBackend(alone);
    const expected = await jit(program)().data();
    for (const backend of crews) {
      const meetings = countMeetings(backend);
      const before = meetings();
      setBackend(backend);
      expect(await jit(program)().data()).toEqual(expected);
      expect(meetings()).toBeGreaterThan(before);
    }
  });
});

describe("a program bundled by Vite", () => {
  const program = "packages/backend-cpu/src/threads/threads-in-page.test-support.ts";

  it("runs on threads, and leaves none behind", async () => {
    const run = await commands.programInPage(program, { isolated: true });
    expect(run).toEqual({
      result: { value: 1_000_000, met: true },
      warnings: [],
      workers: 2,
      workersLeft: 0,
    });
  });

  it("runs on one thread where the page is not isolated, and says why", async () => {
    const run = await commands.programInPage(program, { isolated: false });
    expect(run).toMatchObject({ result: { value: 1_000_000, met: false }, workers: 0 });
    expect(run.warnings).toEqual([
      expect.stringMatching(/^cpu: one thread instead of 3.*Cross-Origin-Opener-Policy: same-origin/),
    ]);
  });
});
