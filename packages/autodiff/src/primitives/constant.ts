import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { none } from "../primitive/rules/jvp-rules.ts";
import { type DType, hostArray, isFloat } from "../tensor/dtype.ts";

const noOperands = none("it has no operands");

export const constantP: PrimitiveOf<"constant"> = {
  name: "constant",
  kind: "creation",
  spec(_, { value, dtype }) {
    requireRepresentable(value, dtype);
    return [{ shape: [], dtype }];
  },
  materialize({ value, dtype }) {
    const data = hostArray(dtype, 1);
    data[0] = Number(value);
    return data;
  },
  jvp: noOperands,
  transpose: noOperands,
  batch: noOperands,
};

/** A number outside the range of an integer dtype would change its value. */
function requireRepresentable(value: number | boolean, dtype: DType): void {
  if (isFloat(dtype) || dtype === "bool") return;
  const stored = hostArray(dtype, 1);
  stored[0] = Number(value);
  if (stored[0] === Number(value)) return;
  throw new ArgumentInvalidError({
    operation: "constant",
    problem: "the number does not fit its dtype",
    expected: `a whole number in the range of ${dtype}`,
    received: String(value),
    hint: 'Convert the other operand first: x.astype("float32").',
  });
}
