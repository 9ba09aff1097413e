import {
  type ConvGeneralDilatedParams,
  convolutionPhases,
  phaseCombinations,
  type Shape,
  sizeOf,
  stridesOf,
  type NodeSpec,
} from "@elegy/autodiff/spi";
import { storageTypeOf } from "../../wgsl/storage-type.ts";
import type { DispatchRule } from "../kernel-rule.ts";
import { type ConvolutionRoles, phaseProduct } from "./phase-product.ts";
import { productDispatches } from "./product-dispatches.ts";
import { tfjsConvolution } from "./tfjs-convolution.ts";

/**
 * Convolutions, and their gradients, which are convolutions too: by a program of TensorFlow.js where one is right, else as
 * products of patches that are never stored. A dilated operand is met in phases, so that no zero between its elements is
 * multiplied.
 */
export const convGeneralDilated: DispatchRule<ConvGeneralDilatedParams> = (node) => {
  if (sizeOf(node.outputs[0]!.shape) === 0) return [];
  const byTfjs = tfjsConvolution(node);
  if (byTfjs !== null) return byTfjs;
  const roles = rolesOf(node);
  const phases = phaseCombinations(
    roles.out.sizes.slice(2).map((count, i) =>
      convolutionPhases({
        size: roles.lhs.sizes[i + 2]!,
        window: roles.rhs.sizes[i + 2]!,
        count,
        stride: node.params.windowStrides[i]!,
        low: node.params.padding[i]![0],
        lhsDilation: node.params.lhsDilation[i]!,
        rhsDilation: node.params.rhsDilation[i]!,
      }),
    ),
  );
  const described = { label: node.name, storage: storageTypeOf(node.inputs[0]!.dtype) };
  return phases.flatMap((phase, number) =>
    productDispatches({ ...described, ...phaseProduct(roles, phase) }, number),
  );
};

function rolesOf({ params, inputs, outputs }: NodeSpec<ConvGeneralDilatedParams>): ConvolutionRoles {
  const { lhsSpec, rhsSpec, outSpec, featureGroupCount, batchGroupCount } = params;
  const pick = (shape: Shape, spec: readonly number[]): ConvolutionRoles["lhs"] => {
    const strides = stridesOf(shape);
    return { sizes: spec.map((axis) => shape[axis]!), strides: spec.map((axis) => strides[axis]!) };
  };
  return {
    groups: featureGroupCount * batchGroupCount,
    groupedRole: batchGroupCount > 1 ? 0 : 1,
    lhs: pick(inputs[0]!.shape, lhsSpec),
    rhs: pick(inputs[1]!.shape, rhsSpec),
    out: pick(outputs[0]!.shape, outSpec),
  };
}
