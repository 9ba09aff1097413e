import { expect, test } from "vitest";
import { countCommands } from "./count-commands.ts";
import { measureRows } from "./measure-rows.ts";

/** A device that takes all commands and does nothing. */
function madeUpDevice() {
  class GPUComputePassEncoder {
    readonly done: number[] = [];
    dispatchWorkgroups(x: number): void {
      this.done.push(x);
    }
    dispatchWorkgroupsIndirect(): void {}
  }
  class GPUQueue {
    submit(): string {
      return "submitted";
    }
  }
  return { GPUComputePassEncoder, GPUQueue };
}

test("commands are counted, and done as before", () => {
  const { GPUComputePassEncoder, GPUQueue } = madeUpDevice();
  const pass = new GPUComputePassEncoder();
  const counts = countCommands({ GPUComputePassEncoder, GPUQueue });
  pass.dispatchWorkgroups(4);
  pass.dispatchWorkgroupsIndirect();
  expect(new GPUQueue().submit()).toBe("submitted");
  expect(pass.done).toEqual([4]);
  expect(counts()).toEqual({ dispatches: 2, submissions: 1 });
});

test("a WebGPU without the methods that are counted is refused", () => {
  const empty = { prototype: {} };
  expect(() => countCommands({ GPUComputePassEncoder: empty, GPUQueue: empty })).toThrow(
    "WebGPU has no dispatchWorkgroups here.",
  );
});

test("a step is what one more in a row adds: the reading at its end does not count", async () => {
  const { GPUComputePassEncoder, GPUQueue } = madeUpDevice();
  const counts = countCommands({ GPUComputePassEncoder, GPUQueue });
  const [pass, queue] = [new GPUComputePassEncoder(), new GPUQueue()];
  const rows: number[] = [];
  const row = async (count: number): Promise<void> => {
    rows.push(count);
    for (let i = 0; i < 3 * count; i++) pass.dispatchWorkgroups(1);
    for (let i = 0; i < count; i++) queue.submit();
    // The loss is read.
    queue.submit();
    pass.dispatchWorkgroups(1);
    await Promise.resolve();
  };
  const work = { row, step: () => row(1), value: () => Promise.resolve(1) };
  const measured = await measureRows(work, { name: "made up", counts }, { budget: 0, steps: 4 });
  expect(measured.perStep).toEqual({ dispatches: 3, submissions: 1 });
  // After a row of each length for warming up.
  expect(rows).toEqual([8, 4, 4, 8]);
  expect(measured.steps).toHaveLength(2);
});
