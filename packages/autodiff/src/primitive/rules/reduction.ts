import type { DType } from "../../tensor/dtype.ts";
import type { PrimitiveOf } from "../define.ts";
import type { AxesParams } from "../params.ts";
import type { Absent, JvpRule, Primitive, TransposeRule } from "../primitive.ts";
import { withoutReduction } from "../rewrite.ts";
import { batchInFront, shifted } from "./batch-rules.ts";
import { requireAxes, requireDType, without } from "./spec-rules.ts";

type ReductionName = "reduceSum" | "reduceProd" | "reduceMax" | "reduceMin" | "reduceAnd" | "reduceOr";

interface ReductionRules {
  readonly dtypes: readonly DType[];
  readonly jvp: JvpRule<AxesParams>;
  readonly transpose: TransposeRule<AxesParams> | Absent;
}

/** A reduction over axes, which vanish. */
export function reduction<K extends ReductionName>(
  name: K,
  { dtypes, ...rules }: ReductionRules,
): PrimitiveOf<K> {
  const primitive: Primitive<AxesParams> & { readonly name: K } = {
    name,
    kind: "reduction",
    spec([x], { axes }) {
      requireDType(name, x, dtypes);
      requireAxes(name, "axes", axes, x.shape.length);
      return [{ shape: without(x.shape, axes), dtype: x.dtype }];
    },
    batch: batchInFront(({ axes }) => ({ axes: shifted(axes) })),
    simplify: ([x], { axes }, _, output) => withoutReduction(x, axes, output),
    ...rules,
  };
  return primitive;
}
