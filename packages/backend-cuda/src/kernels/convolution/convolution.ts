import { sizeOf } from "@elegy/autodiff/spi";
import { rearranged, transpose } from "../../tensorflow/movement.ts";
import { whole } from "../../tensorflow/repeated-elements.ts";
import { isFloatType } from "../../tensorflow/tensor-type.ts";
import { at, type KernelRows } from "../kernel-rows.ts";
import { conv2D } from "./conv-2d.ts";
import { filterGradient, isFilterGradient } from "./filter-gradient.ts";
import { inputGradient, isInputGradient } from "./input-gradient.ts";
import { patchProduct } from "./patch-product.ts";
import type { Convolution } from "./problem.ts";

export const convolutionKernels: KernelRows<"convGeneralDilated"> = {
  convGeneralDilated(tf, inputs, params, outputs) {
    const { shape, dtype } = at(outputs, 0);
    if (sizeOf(shape) === 0) return [tf.create(dtype, shape, [])];
    const { lhsSpec, rhsSpec, outSpec } = params;
    const [lhs, rhs] = [whole(tf, at(inputs, 0)), whole(tf, at(inputs, 1))];
    const pick = (sizes: readonly number[], axes: readonly number[]): number[] =>
      axes.map((axis) => at(sizes, axis));
    const [batch, feature, ...spatial] = lhsSpec;
    const [outFeature, inFeature, ...window] = rhsSpec;
    const outOrder = [at(outSpec, 0), ...outSpec.slice(2), at(outSpec, 1)];
    const problem: Convolution = {
      ...params,
      lhs: transpose(tf, lhs, [at(lhsSpec, 0), ...spatial, at(lhsSpec, 1)]),
      rhs: transpose(tf, rhs, [...window, at(rhsSpec, 1), at(rhsSpec, 0)]),
      result: pick(shape, outOrder),
    };
    const hasElements = sizeOf(lhs.shape) > 0 && sizeOf(rhs.shape) > 0 && batch !== undefined;
    const fits = isFloatType(dtype) && spatial.length > 0 && spatial.length <= 2 && hasElements;
    const method =
      fits &&
      params.batchGroupCount === 1 &&
      feature !== undefined &&
      outFeature !== undefined &&
      inFeature !== undefined
        ? isFilterGradient(problem)
          ? filterGradient
          : isInputGradient(problem)
            ? inputGradient
            : conv2D
        : patchProduct;
    const result = tf.reshape(method(tf, problem), problem.result);
    const back = shape.map((_, axis) => outOrder.indexOf(axis));
    return [rearranged(tf, result, back, shape)];
  },
};
