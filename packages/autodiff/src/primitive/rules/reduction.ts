import type { DType } from "../../tensor/dtype.ts";
import type { PrimitiveOf } from "../define.ts";
import type { AxesParams } from "../params.ts";
import type { Absent, JvpRule, Primitive, SimplifyRule, TransposeRule } from "../primitive.ts";
import { batchInFront, shifted } from "./batch-rules.ts";
import { requireAxes, requireDType, without } from "./spec-rules.ts";

type ReductionName = "reduceSum" | "reduceProd" | "reduceMax" | "reduceMin" | "reduceAnd" | "reduceOr";

interface ReductionRules {
  readonly dtypes: readonly DType[];
  readonly jvp: JvpRule<AxesParams>;
  readonly transpose: TransposeRule<AxesParams> | Absent;
  readonly simplify?: SimplifyRule<AxesParams>;
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
    ...rules,
  };
  return primitive;
}
