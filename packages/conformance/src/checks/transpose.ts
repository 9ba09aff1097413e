import { isFloat, jvp, type Tensor, vjp } from "@elegy/autodiff";
import { numbersOf, requireNear } from "../compare.ts";
import { directionsOf, isDifferentiable, operandsOf, weightsFor } from "../records/operands.ts";
import type { Check } from "./check.ts";

/** The pullback is the transpose of the pushforward: ⟨w, J·d⟩ = ⟨Jᵀ·w, d⟩. */
export const transpose: Check = {
  dtypes: "widest",
  appliesTo: isDifferentiable,
  async run({ dtype, tolerance }, record) {
    const directions = directionsOf(record, dtype);
    const [, tangent] = jvp(record.apply, operandsOf(record, dtype), directions);
    const [out, pullback] = vjp(record.apply, ...operandsOf(record, dtype));
    if (!isFloat(out.dtype)) return;
    const weights = weightsFor(out);
    const pulled = await inner(pullback(weights), directions);
    requireNear("transpose", [pulled], [await inner([weights], [tangent])], tolerance(dtype, 10));
  },
};

/** Σ x·y over all floats, in `float64`. */
async function inner(xs: readonly Tensor[], ys: readonly Tensor[]): Promise<number> {
  let sum = 0;
  for (const [i, x] of xs.entries()) {
    if (!isFloat(x.dtype)) continue;
    const [some, others] = [await numbersOf(x), await numbersOf(ys[i]!)];
    some.forEach((value, position) => (sum += value * others[position]!));
  }
  return sum;
}
