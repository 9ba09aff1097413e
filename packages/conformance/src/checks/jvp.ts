import { isFloat, jvp as pushforward, lax, type Tensor, vjp } from "@elegy/autodiff";
import { numbersOf, requireNear, requireSpec } from "../compare.ts";
import type { OpRecord } from "../records/op-record.ts";
import {
  asOperands,
  directionsOf,
  isDifferentiable,
  type Operands,
  operandsOf,
  weightsFor,
  widened,
} from "../records/operands.ts";
import { onBackend } from "../subject.ts";
import type { Tolerance } from "../tolerance.ts";
import type { Check } from "./check.ts";

/** A difference of numbers near 1 has some ten digits. */
const DIFFERENCE: Tolerance = { relative: 1e-6, absolute: 1e-8 };

/** Tangents are those of finite differences in `float64`; in `float64` also those of tangents and of gradients. */
export const jvp: Check = {
  dtypes: "every",
  appliesTo: (record) => isDifferentiable(record) && record.smooth !== false,
  async run({ oracle, dtype, tolerance }, record) {
    const [operands, directions] = [operandsOf(record, dtype), directionsOf(record, dtype)];
    const [out, tangent] = pushforward(record.apply, operands, directions);
    requireSpec("jvp", tangent.spec, out.spec);
    if (!isFloat(out.dtype)) return;
    const [at, along] = [await widened(operands), await widened(directions)];
    const expected = onBackend(oracle, () => centralDifference(record.apply, at(), along()));
    const near = dtype === "float64" ? DIFFERENCE : tolerance(dtype, 10);
    requireNear("jvp", await numbersOf(tangent), await numbersOf(expected), near);
    if (dtype === "float64") await requireSecondDerivatives(record);
  },
};

async function requireSecondDerivatives(record: OpRecord): Promise<void> {
  const operands = operandsOf(record, "float64");
  const [first, second] = [directionsOf(record, "float64"), directionsOf(record, "float64", 2)];
  const tangent = (...at: Operands): Tensor => pushforward(record.apply, at, first)[1];
  const gradient = (...at: Operands): Tensor => {
    const [value, pullback] = vjp(record.apply, ...at);
    const gradients = pullback(weightsFor(value)).filter((part) => isFloat(part.dtype));
    const flat = gradients.map((part) => part.ravel());
    return lax.concatenate(flat, 0);
  };
  for (const [name, f] of Object.entries({ "jvp of jvp": tangent, "jvp of the gradient": gradient })) {
    const [, moved] = pushforward(f, operands, second);
    const expected = centralDifference(f, operands, second);
    requireNear(name, await numbersOf(moved), await numbersOf(expected), DIFFERENCE);
  }
}

/** (f(x + h·d) − f(x − h·d)) / 2h */
function centralDifference(f: (...operands: Operands) => Tensor, at: Operands, along: Operands): Tensor {
  const h = 1e-5;
  const moved = (by: number): Tensor => {
    const operands = at.map((x, i) => (isFloat(x.dtype) ? x.add(along[i]!.mul(by)) : x));
    return f(...asOperands(operands)).astype("float64");
  };
  return moved(h)
    .sub(moved(-h))
    .div(2 * h);
}
