import { byteSize, type CorePrimitives, formatSpec, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { present } from "../../codegen/present.ts";
import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { ranges } from "../../plan/cut.ts";
import { type Kernel, kernel, type LoopRule, type Part } from "../kernel-rule.ts";
import { type ConvolutionPlan, convolutionPlan } from "./convolution-plan.ts";
import { directBytes, emitDirect, isDepthwise } from "./direct.ts";
import { makesRows, patchRows } from "./patch-plan.ts";
import { emitPatchProduct, patchProductBytes } from "./patch-product.ts";

export const convGeneralDilated: LoopRule<CorePrimitives["convGeneralDilated"]> = {
  kind: "loop",
  sliced: ({ params: { lhsSpec, outSpec, batchGroupCount } }) =>
    lhsSpec[0] === 0 && outSpec[0] === 0 && batchGroupCount === 1 ? [true, false] : null,
  leastRows({ inputs, outputs, params: { rhsSpec, outSpec } }) {
    const [rhs, { shape }] = [present(inputs[1]).shape, present(outputs[0])];
    const window = sizeOf(rhs.filter((_, axis) => axis !== rhsSpec[0]));
    const positions = sizeOf(outSpec.slice(2).map((axis) => present(shape[axis])));
    return Math.ceil(patchRows(window) / Math.max(1, positions));
  },
  lower(node) {
    const [lhs, rhs, result] = [present(node.inputs[0]), present(node.inputs[1]), present(node.outputs[0])];
    if (lhs.dtype !== "float32" && lhs.dtype !== "int32" && lhs.dtype !== "uint32") {
      throw dtypeUnsupported(
        node.name,
        node.inputs.map(formatSpec).join(" and "),
        "Convert to float32 first.",
      );
    }
    const plan = convolutionPlan(node);
    const empty = sizeOf(lhs.shape) === 0 || sizeOf(rhs.shape) === 0 || plan.phases.length === 0;
    const zeroBytes = empty || !plan.complete ? byteSize(result) : 0;
    if (empty || sizeOf(result.shape) === 0) {
      return kernel((module) => {
        const code = FunctionBuilder.ofAddresses(3);
        emitFilled(code, present(code.params[2]), zeroBytes);
        return module.define(code);
      });
    }
    const byFeatures = !isDepthwise(plan) && plan.complete && plan.groups === 1 && !makesRows(plan);
    return {
      ...kernelOf(plan, zeroBytes),
      ...(byFeatures && { parts: (count) => featureParts(plan, count) }),
    };
  },
};

/** @param zeroBytes of the result, where some of it is zero because no product is added to it. */
function kernelOf(plan: ConvolutionPlan, zeroBytes: number): Kernel {
  const direct = isDepthwise(plan);
  const workspaceBytes = direct ? directBytes(plan) : patchProductBytes(plan);
  return {
    workspaceBytes,
    define(module) {
      const code = FunctionBuilder.ofAddresses(workspaceBytes > 0 ? 4 : 3);
      const [left, right, target, workspace] = code.params;
      const out = present(target);
      emitFilled(code, out, zeroBytes);
      const pointers = { lhs: present(left), rhs: present(right), out, workspace: workspace ?? out };
      if (direct) emitDirect(code, plan, pointers);
      else emitPatchProduct(module, code, plan, pointers);
      return module.define(code);
    },
  };
}

/** Some output features each: so the gradient of a window is divided, whose sums run over the examples. */
function featureParts(plan: ConvolutionPlan, count: number): Part[] {
  const { rhs, out } = plan;
  const [rhsBytes, outBytes] = [4 * present(rhs.strides[0]), 4 * present(out.strides[1])];
  return ranges(present(rhs.sizes[0]), count, [outBytes]).map(({ first, size }): Part => {
    const part = {
      ...plan,
      rhs: { ...rhs, sizes: rhs.sizes.with(0, size) },
      out: { ...out, sizes: out.sizes.with(1, size) },
    };
    return { kernel: kernelOf(part, 0), offsets: [0, first * rhsBytes, first * outBytes] };
  });
}
