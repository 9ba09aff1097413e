import { type CumulativeParams, type DType, sizeOf } from "@elegy/autodiff/spi";
import { arithmeticMonoid, type Monoid, orderMonoid } from "../../wgsl/monoid.ts";
import { rowsAlong } from "../../wgsl/rows.ts";
import type { DispatchRule, DispatchRules } from "../kernel-rule.ts";
import { scanDispatches } from "./scan.ts";

export const cumulativeRules: DispatchRules<"cumsum" | "cumprod" | "cummax" | "cummin"> = {
  cumsum: cumulative((dtype) => arithmeticMonoid("sum", dtype)),
  cumprod: cumulative((dtype) => arithmeticMonoid("product", dtype)),
  cummax: cumulative((dtype) => orderMonoid("max", dtype)),
  cummin: cumulative((dtype) => orderMonoid("min", dtype)),
};

function cumulative(monoidOf: (dtype: DType) => Monoid): DispatchRule<CumulativeParams> {
  return ({ name, params: { axis, reverse }, inputs }) => {
    const { shape, dtype } = inputs[0]!;
    if (sizeOf(shape) === 0) return [];
    const monoid = monoidOf(dtype);
    return scanDispatches({
      label: name,
      monoid,
      source: { name: "operand", type: monoid.stored, binding: { kind: "operand", index: 0 } },
      target: { name: "result", type: monoid.stored, binding: { kind: "result", index: 0 } },
      rows: rowsAlong(shape, axis),
      reverse,
    });
  };
}
