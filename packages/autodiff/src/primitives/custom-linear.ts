import { RuleAbsentError } from "../errors/tensor-errors.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchedBackward } from "../primitive/rules/batched-backward.ts";
import { none } from "../primitive/rules/jvp-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";

/** What a `customVjp` does to tangents. Nobody can compute it; everybody can run it backwards. */
export const customLinearP: PrimitiveOf<"customLinear"> = {
  name: "customLinear",
  kind: "call",
  spec: (_, { results }) => results,
  decompose(_, { name }) {
    throw new RuleAbsentError({
      operation: name,
      problem: "a customVjp function has no forward derivative",
      expected: "reverse differentiation: grad, vjp, jacrev",
      received: "jvp, linearize or jacfwd",
      hint: "Give it a forward rule with customJvp: reverse differentiation follows from it.",
    });
  },
  jvp: none("its function was defined with customVjp, which says the reverse derivative only"),
  transpose(cotangents, operands, { residuals, results, bwd }) {
    const kept = operands.slice(0, residuals).map((_, i) => known(operands, i));
    const given = results.map((spec, i) => cotangents[i] ?? zerosOf(spec));
    return [...kept.map(() => null), ...bwd(kept, given)];
  },
  batch(operands, axes, { name, residuals, results, bwd }, size) {
    const outputs = bindPrimitive(customLinearP, operands, {
      name,
      residuals,
      results: results.map((spec) => ({ ...spec, shape: [size, ...spec.shape] })),
      bwd: batchedBackward(bwd, axes.slice(0, residuals), axes.slice(residuals), size),
    });
    return { outputs, axes: results.map(() => 0) };
  },
};
