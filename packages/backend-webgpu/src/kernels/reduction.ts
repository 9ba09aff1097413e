import { type DType, present } from "@elegy/autodiff/spi";
import type { Body } from "../wgsl/body.ts";
import { registerType } from "../wgsl/register.ts";
import { add, max, min, mul } from "./elementwise/arithmetic.ts";
import { and, or } from "./elementwise/logic.ts";
import type { ElementwiseRule, ReductionRule } from "./graph-rule.ts";

/** A reduction by what an elementwise primitive does to two elements. */
function reduction(
  name: string,
  pair: ElementwiseRule<object>,
  identity: (dtype: DType) => number,
): ReductionRule {
  return {
    kind: "reduction",
    combiner: {
      identity,
      combine(body: Body, x: string, y: string, dtype: DType): string {
        const spec = { shape: [], dtype };
        const node = { name, params: {}, inputs: [spec, spec], outputs: [spec] };
        return present(pair.emit(body, [x, y], node)[0]);
      },
    },
  };
}

const LEAST: Readonly<Record<"f32" | "i32" | "u32" | "bool", number>> = {
  f32: -Infinity,
  i32: -0x80000000,
  u32: 0,
  bool: 0,
};

function greatest(dtype: DType): number {
  if (dtype === "uint8") return 255;
  return { f32: Infinity, i32: 0x7fffffff, u32: 0xffffffff, bool: 1 }[registerType(dtype)];
}

function allOnes(dtype: DType): number {
  if (dtype === "bool") return 1;
  return dtype === "uint8" ? 255 : -1;
}

export const reduceSum: ReductionRule = reduction("reduceSum", add, () => 0);
export const reduceProd: ReductionRule = reduction("reduceProd", mul, () => 1);
export const reduceMax: ReductionRule = reduction("reduceMax", max, (dtype) => LEAST[registerType(dtype)]);
export const reduceMin: ReductionRule = reduction("reduceMin", min, greatest);
export const reduceAnd: ReductionRule = reduction("reduceAnd", and, allOnes);
export const reduceOr: ReductionRule = reduction("reduceOr", or, () => 0);
