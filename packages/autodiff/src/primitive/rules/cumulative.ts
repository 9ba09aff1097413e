import { bindPrimitive1 } from "../../interpreters/stack.ts";
import { associativeScan } from "../../lax/associative-scan.ts";
import { add, mul } from "../../lax/elementwise.ts";
import type { DType } from "../../tensor/dtype.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { PrimitiveOf } from "../define.ts";
import type { CumulativeParams } from "../params.ts";
import { type Absent, type JvpRule, perOperand, type Primitive, type TransposeRule } from "../primitive.ts";
import { batchInFront } from "./batch-rules.ts";
import { at } from "./jvp-rules.ts";
import { requireAxes, requireDType } from "./spec-rules.ts";

type CumulativeName = "cumsum" | "cumprod" | "cummax" | "cummin";

interface CumulativeRules {
  readonly dtypes: readonly DType[];
  readonly jvp: JvpRule<CumulativeParams>;
  readonly transpose: TransposeRule<CumulativeParams> | Absent;
}

/** A running reduction along one axis. */
export function cumulative<K extends CumulativeName>(
  name: K,
  { dtypes, ...rules }: CumulativeRules,
): PrimitiveOf<K> {
  const primitive: Primitive<CumulativeParams> & { readonly name: K } = {
    name,
    kind: "reduction",
    spec([x], { axis }) {
      requireDType(name, x, dtypes);
      requireAxes(name, "axis", [axis], x.shape.length);
      return [x];
    },
    batch: batchInFront(({ axis, reverse }) => ({ axis: axis + 1, reverse })),
    ...rules,
  };
  return primitive;
}

/** z = f(x, y) on two operands, and its partial derivatives at them. */
export interface Combination {
  readonly result: (x: Tensor, y: Tensor) => Tensor;
  readonly slopes: (x: Tensor, y: Tensor, z: Tensor) => readonly [Tensor, Tensor];
}

/** The tangent runs along with the values: dz = dx·∂f/∂x + dy·∂f/∂y at each combination, in the order JAX combines. */
export function runningTangent({ result, slopes }: Combination): JvpRule<CumulativeParams> {
  return ([x], [dx], params, primitive) => {
    const primals = [bindPrimitive1(primitive, [x], params)];
    if (!dx) return { primals, tangents: [null] };
    const scanned = associativeScan(
      (earlier, later) => {
        const [[x0, dx0], [x1, dx1]] = [perOperand(earlier), perOperand(later)];
        const z = result(x0, x1);
        const [slope0, slope1] = slopes(x0, x1, z);
        return [z, add(mul(dx0, slope0), mul(dx1, slope1))];
      },
      [x, dx],
      params,
    );
    return { primals, tangents: [at(scanned, 1)] };
  };
}
