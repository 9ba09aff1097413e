import { type DataFlow, type Shape, stridesOf, type Value, nodeSpec } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { kernelRule } from "../kernels/kernel-table.ts";

/** How a fused loop gets an operand: from memory, perhaps repeating it, or as a constant. */
export type Operand =
  | { readonly constant: number }
  | { readonly source: Value; readonly strides: readonly number[] };

/** Looks through nodes that only repeat their operand, which then need not be computed. */
export function operandOf(value: Value, flow: DataFlow): Operand {
  const made = flow.maker.get(value);
  const node = made === undefined ? undefined : flow.nodes[made];
  if (node !== undefined) {
    const rule = kernelRule(node.primitive.name);
    if (rule.kind === "loop" && rule.constant !== undefined) return { constant: rule.constant(node.params) };
    if (rule.kind === "loop" && rule.repeats !== undefined) {
      const operand = operandOf(present(node.inputs[0]), flow);
      if ("constant" in operand) return operand;
      const axes = rule.repeats(nodeSpec(node));
      return {
        source: operand.source,
        strides: axes.map((axis) => (axis === null ? 0 : present(operand.strides[axis]))),
      };
    }
    if (rule.kind === "alias" && isScalar(present(node.inputs[0]).spec.shape)) {
      const operand = operandOf(present(node.inputs[0]), flow);
      if ("constant" in operand && node.inputs[0]?.spec.dtype === value.spec.dtype) return operand;
    }
  }
  return { source: value, strides: stridesOf(value.spec.shape) };
}

function isScalar(shape: Shape): boolean {
  return shape.every((size) => size === 1);
}
