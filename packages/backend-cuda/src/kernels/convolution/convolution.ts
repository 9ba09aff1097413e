import { sizeOf } from "@elegy/autodiff/spi";
import { rearranged, transpose } from "../../tensorflow/movement.ts";
import { whole } from "../../tensorflow/repeated-elements.ts";
import { isFloatType } from "../../tensorflow/tensor-type.ts";
import { at, type KernelRows } from "../kernel-rows.ts";
import { conv2D } from "./conv-2d.ts";
import { filterGradient, isFilterGradient } from "./filter-gradient.ts";
import { inputGradient, isInputGradient } from "./input-gradient.ts";
import { patchProduct } from "./patch-product.ts";
import type { Convolution, ConvolutionMethod } from "./problem.ts";

export const convolutionKernels: KernelRows<"convGeneralDilated"> = {
  convGeneralDilated(tf, inputs, params, outputs) {
    const { shape, dtype } = at(outputs, 0);
    if (sizeOf(shape) === 0) return [tf.create(dtype, shape, [])];
    const { lhsSpec, rhsSpec, outSpec, batchGroupCount } = params;
    const [lhs, rhs] = [whole(tf, at(inputs, 0)), whole(tf, at(inputs, 1))];
    const outOrder = [at(outSpec, 0), ...outSpec.slice(2), at(outSpec, 1)];
    const problem: Convolution = {
      ...params,
      lhs: transpose(tf, lhs, [at(lhsSpec, 0), ...lhsSpec.slice(2), at(lhsSpec, 1)]),
      rhs: transpose(tf, rhs, [...rhsSpec.slice(2), at(rhsSpec, 1), at(rhsSpec, 0)]),
      result: outOrder.map((axis) => at(shape, axis)),
    };
    const axes = lhsSpec.length - 2;
    const hasElements = sizeOf(lhs.shape) > 0 && sizeOf(rhs.shape) > 0;
    const isOrdinary =
      isFloatType(dtype) && (axes === 1 || axes === 2) && hasElements && batchGroupCount === 1;
    const method = isOrdinary ? methodFor(problem) : patchProduct;
    const result = tf.reshape(method(tf, problem), problem.result);
    const back = shape.map((_, axis) => outOrder.indexOf(axis));
    return [rearranged(tf, result, back, shape)];
  },
};

function methodFor(problem: Convolution): ConvolutionMethod {
  if (isFilterGradient(problem)) return filterGradient;
  return isInputGradient(problem) ? inputGradient : conv2D;
}
