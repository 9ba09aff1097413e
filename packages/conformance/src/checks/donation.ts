import { jit, TensorDisposedError } from "@elegy/autodiff";
import { requireSame } from "../compare.ts";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import { operandsOf } from "../records/operands.ts";
import type { Check } from "./check.ts";

/** A program may consume what it is given: the result is the same, and what was given is gone. */
export const donation: Check = {
  dtypes: "widest",
  appliesTo: ({ operands }) => operands.length > 0,
  async run({ backend, dtype, tolerance }, record) {
    const expected = record.apply(...operandsOf(record, dtype));
    const donate = record.operands.map((_, i) => i);
    const consuming = jit(record.apply, { donate });
    // Once to make the program and the constants it keeps.
    consuming(...operandsOf(record, dtype));
    const before = backend.memory().buffers;
    const operands = operandsOf(record, dtype);
    const received = consuming(...operands);
    const kept = backend.memory().buffers - before;
    if (kept !== 1)
      throw new ConformanceFailedError("donation", "buffers are left", "1, the result", `${kept}`);
    await requireSame("donation", received, expected, tolerance(expected.dtype));
    for (const [i, operand] of operands.entries()) {
      const outcome = await operand.data().then(
        () => "its elements",
        (error: unknown) => (error instanceof TensorDisposedError ? null : String(error)),
      );
      if (outcome === null) continue;
      throw new ConformanceFailedError(
        "donation",
        `operand ${i} was used after it was donated`,
        "a TensorDisposedError",
        outcome,
      );
    }
  },
};
