import type { PrimitiveOf } from "../primitive/define.ts";
import { none } from "../primitive/rules/jvp-rules.ts";
import { requireRepresentable } from "../primitive/rules/spec-rules.ts";
import { hostArray, storeNumber } from "../tensor/dtype.ts";

const noOperands = none("it has no operands");

export const constantP: PrimitiveOf<"constant"> = {
  name: "constant",
  kind: "creation",
  spec(_, { value, dtype }) {
    requireRepresentable("constant", value, dtype);
    return [{ shape: [], dtype }];
  },
  materialize({ value, dtype }) {
    const data = hostArray(dtype, 1);
    storeNumber(data, 0, Number(value), dtype);
    return data;
  },
  jvp: noOperands,
  transpose: noOperands,
  batch: noOperands,
};
