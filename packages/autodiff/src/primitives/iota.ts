import type { PrimitiveOf } from "../primitive/define.ts";
import { none } from "../primitive/rules/jvp-rules.ts";
import { requireAxes, requireShape } from "../primitive/rules/spec-rules.ts";

const noOperands = none("it has no operands");

export const iotaP: PrimitiveOf<"iota"> = {
  name: "iota",
  kind: "creation",
  spec(_, { shape, dtype, dimension }) {
    requireShape("iota", shape);
    requireAxes("iota", "dimension", [dimension], shape.length);
    return [{ shape, dtype }];
  },
  jvp: noOperands,
  transpose: noOperands,
  batch: noOperands,
};
