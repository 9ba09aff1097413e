import { applied, madeBy } from "../primitive/rewrite.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { zerosOf } from "../lax/creation.ts";
import { select } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchElementwise } from "../primitive/rules/batch-rules.ts";
import { linearIn } from "../primitive/rules/jvp-rules.ts";
import { ALL, sameOperands } from "../primitive/rules/spec-rules.ts";
import { known, transposeEach } from "../primitive/rules/transpose-rules.ts";
import { formatSpec, sameShape } from "../tensor/spec.ts";

// d select(p, x, y) = select(p, dx, dy)
export const selectP: PrimitiveOf<"select"> = {
  name: "select",
  kind: "elementwise",
  spec([predicate, ...cases]) {
    const result = sameOperands("select", cases, ALL);
    if (predicate?.dtype !== "bool" || !sameShape(predicate.shape, result.shape)) {
      throw new ShapeMismatchError({
        operation: "select",
        problem: "the predicate does not fit",
        expected: formatSpec({ shape: result.shape, dtype: "bool" }),
        received: predicate ? formatSpec(predicate) : "none",
      });
    }
    return [result];
  },
  jvp: linearIn(1, 2),
  transpose: transposeEach(
    () => null,
    (ct, operands) => select(known(operands, 0), ct, zerosOf(ct.spec)),
    (ct, operands) => select(known(operands, 0), zerosOf(ct.spec), ct),
  ),
  batch: batchElementwise,
  fold: ([predicate, x, y]) => (predicate === 0 ? y : x),
  simplify([predicate, x, y], _, view) {
    if (x === y) return { same: x };
    const chosen = view.splat(predicate);
    if (chosen !== undefined) return { same: chosen === 0 ? y : x };
    const opposite = madeBy(view, predicate, "not");
    return opposite && applied("select", [opposite.input, y, x], {});
  },
};
