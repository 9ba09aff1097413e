import { numbersOf, requireNear, requireSpec } from "../compare.ts";
import { operandsOf, widened } from "../records/operands.ts";
import { onBackend } from "../subject.ts";
import type { Check } from "./check.ts";

/** The result is that of the oracle, which computes in `float64`. */
export const forward: Check = {
  dtypes: "every",
  appliesTo: () => true,
  async run({ oracle, dtype, tolerance }, record) {
    const operands = operandsOf(record, dtype);
    const received = record.apply(...operands);
    const exact = await widened(operands);
    const expected = onBackend(oracle, () => record.apply(...exact()));
    const widest = expected.dtype === "float64";
    requireSpec("forward", received.spec, { ...expected.spec, dtype: widest ? dtype : expected.dtype });
    requireNear("forward", await numbersOf(received), await numbersOf(expected), tolerance(received.dtype));
  },
};
