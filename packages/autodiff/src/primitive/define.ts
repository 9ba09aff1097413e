import type { DType } from "../tensor/dtype.ts";
import type { PrimitiveName, PrimitiveParams } from "./primitive-set.ts";
import type { Absent, FoldRule, JvpRule, Primitive, SimplifyRule, TransposeRule } from "./primitive.ts";
import { batchElementwise } from "./rules/batch-rules.ts";
import { type Differential, differentials, zeroTangent } from "./rules/jvp-rules.ts";
import { sameOperands } from "./rules/spec-rules.ts";

/** The primitive of the given name, as typed by {@link PrimitiveParams}. */
export type PrimitiveOf<K extends PrimitiveName> = Primitive<PrimitiveParams[K]> & { readonly name: K };

interface ElementwiseRules<K extends PrimitiveName> {
  /** The dtypes it computes with. */
  readonly dtypes: readonly DType[];
  /** The dtype of the result, where it is not that of the operands. */
  readonly result?: DType;
  /** The terms of its differential, one per operand; or a whole rule; or `"zero"`. */
  readonly jvp:
    | readonly (Differential<PrimitiveParams[K]> | null)[]
    | JvpRule<PrimitiveParams[K]>
    | "zero"
    | Absent;
  readonly transpose: TransposeRule<PrimitiveParams[K]> | Absent;
  readonly fold?: FoldRule<PrimitiveParams[K]>;
  readonly simplify?: SimplifyRule<PrimitiveParams[K]>;
}

/** A primitive whose operands and result have one shape. */
export function elementwise<K extends PrimitiveName>(
  name: K,
  { dtypes, result, jvp, ...rules }: ElementwiseRules<K>,
): PrimitiveOf<K> {
  return {
    name,
    kind: "elementwise",
    spec(inputs) {
      const { shape, dtype } = sameOperands(name, inputs, dtypes);
      return [{ shape, dtype: result ?? dtype }];
    },
    jvp: jvpOf(jvp),
    batch: batchElementwise,
    ...rules,
  };
}

function jvpOf<K extends PrimitiveName>(
  jvp: ElementwiseRules<K>["jvp"],
): JvpRule<PrimitiveParams[K]> | Absent {
  if (jvp === "zero") return zeroTangent;
  return isTerms(jvp) ? differentials(jvp) : jvp;
}

function isTerms<T, U>(jvp: readonly T[] | U): jvp is readonly T[] {
  return Array.isArray(jvp);
}
