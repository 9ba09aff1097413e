import { bind1 } from "../../interpreters/stack.ts";
import { selectAndGatherAdd } from "../../lax/windows.ts";
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
    jvp([x], [dx], params) {
      const result = bind1<"reduceWindowMax" | "reduceWindowMin">(name, [x], params);
      return {
        primals: [result],
        tangents: [dx ? selectAndGatherAdd(dx, x, { ...params, select }) : null],
      };
    },
    transpose: nonlinear,
    batch: ([x], [axis], params) => ({
      outputs: [bind1<"reduceWindowMax" | "reduceWindowMin">(name, [x], withAxis(params, axis!))],
      axes: [axis],
    }),
  };
}
