import { bindPrimitive1 } from "../../interpreters/stack.ts";
import { selectAndGatherAdd } from "../../lax/window-selection.ts";
import type { PrimitiveOf } from "../define.ts";
import { nonlinear } from "./jvp-rules.ts";
import { NUMBERS, requireDType } from "./spec-rules.ts";
import { windowedShape, withAxis } from "./window-rules.ts";

/** The rules of `reduceWindowMax` and `reduceWindowMin`: the tangent is that of the first winner of each window. */
export function windowExtremum<K extends "reduceWindowMax" | "reduceWindowMin">(name: K): PrimitiveOf<K> {
  const select = name === "reduceWindowMax" ? "ge" : "le";
  return {
    name,
    kind: "reduction",
    spec([x], params) {
      requireDType(name, x, [...NUMBERS, "uint8", "bool"]);
      return [{ shape: windowedShape(name, x, params), dtype: x.dtype }];
    },
    jvp([x], [dx], params, primitive) {
      return {
        primals: [bindPrimitive1(primitive, [x], params)],
        tangents: [dx ? selectAndGatherAdd(dx, x, { ...params, select }) : null],
      };
    },
    transpose: nonlinear,
    batch: ([x], [axis], params, _, primitive) => ({
      outputs: [bindPrimitive1(primitive, [x], withAxis(params, axis!))],
      axes: [axis],
    }),
  };
}
