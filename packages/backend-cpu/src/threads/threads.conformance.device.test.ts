import { conformance } from "@elegy/conformance";
import { describe, expect, it } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { countMeetings } from "./count-meetings.test-support.ts";
import { started, waitForThreads } from "./wait-for-threads.test-support.ts";

describe.each([2, 3])("on %d threads of a page", (threads) => {
  let meetings = (): number => 0;
  waitForThreads();
  conformance({
    backend: async () => {
      // Every step that can be divided is.
      const backend = await started(new CpuBackend(2 ** 30, threads, 0));
      meetings = countMeetings(backend);
      return backend;
    },
  });

  it("all of them take part", () => {
    expect(meetings()).toBeGreaterThan(1000);
  });
});
