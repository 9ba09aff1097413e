import { jit, scope } from "@elegy/autodiff";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import { operandsOf } from "../records/operands.ts";
import type { Check } from "./check.ts";

/** When all tensors are disposed of, `memory()` is where it was. */
export const leaks: Check = {
  dtypes: "widest",
  appliesTo: () => true,
  async run({ backend, dtype }, record) {
    const compiled = jit(record.apply);
    const once = (): void =>
      scope(() => {
        const operands = operandsOf(record, dtype);
        record.apply(...operands);
        compiled(...operands);
      });
    // The first time programs are made, which keep the constants they read.
    once();
    const before = backend.memory();
    for (let round = 0; round < 3; round++) once();
    const after = backend.memory();
    if (after.buffers === before.buffers && after.bytes === before.bytes) return;
    throw new ConformanceFailedError(
      "leaks",
      "memory() is not back to where it was",
      JSON.stringify(before),
      JSON.stringify(after),
    );
  },
};
