import {
  ArgumentInvalidError,
  formatSpec,
  isFloat,
  type Shape,
  ShapeMismatchError,
  type Tensor,
} from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { LossInputs } from "./loss.ts";

/**
 * The weight of each value: that of its sample times that of its class.
 *
 * @param values one or more per sample, `f32[batch,…]`.
 * @param yTrue their targets: labels `i32[...values.shape]`, or rows of class probabilities; if `binary`, also
 *   numbers that are 0 or 1 each.
 * @returns `f32[...values.shape]`; `null` if there are no weights.
 * @throws ShapeMismatchError for weights that do not belong to the values.
 */
export function weightsOf(
  operation: string,
  values: Tensor,
  yTrue: unknown,
  { sampleWeight, classWeight }: Pick<LossInputs, "sampleWeight" | "classWeight">,
  { binary = false }: { binary?: boolean } = {},
): Tensor | null {
  const ofSamples = sampleWeight ? spread(operation, sampleWeight, values) : null;
  const ofClasses = classWeight ? ofTargets(operation, classWeight, yTrue as Tensor, values, binary) : null;
  return ofSamples && ofClasses ? ofSamples.mul(ofClasses) : (ofSamples ?? ofClasses);
}

/**
 * Weights for the leading axes of `values`, repeated along the others.
 *
 * @throws ShapeMismatchError
 */
export function spread(operation: string, weights: Tensor, values: Tensor): Tensor {
  if (!sameShape(weights.shape, values.shape.slice(0, weights.ndim))) {
    throw new ShapeMismatchError({
      operation,
      problem: "the sample weights do not belong to the samples",
      expected: `f32[${values.shape[0] ?? ""}] for values ${formatSpec(values.spec)}`,
      received: formatSpec(weights.spec),
      ...(weights.shape.at(-1) === 1 ? { hint: "Did you mean sampleWeight.squeeze(-1)?" } : {}),
    });
  }
  const ones = values.shape.slice(weights.ndim).map(() => 1);
  const dtype = isFloat(values.dtype) ? values.dtype : "float32";
  return weights
    .astype(dtype)
    .reshape([...weights.shape, ...ones])
    .broadcastTo(values.shape);
}

function ofTargets(
  operation: string,
  classWeight: Tensor,
  yTrue: Tensor,
  values: Tensor,
  binary: boolean,
): Tensor {
  if (classWeight.ndim !== 1) {
    throw new ShapeMismatchError({
      operation,
      problem: "the class weights are not one number per class",
      expected: "f32[classes]",
      received: formatSpec(classWeight.spec),
    });
  }
  const classes = classWeight.size;
  const extra = classWeight.astype("float32").sub(1);
  // A class beyond those named counts once, and so does what names no class: its row is all zeros.
  const ofRows = (rows: Tensor): Tensor => np.dot(rows.astype("float32"), extra).add(1);
  if (sameShape(yTrue.shape, [...values.shape, classes]) && !(binary && classes === 1)) return ofRows(yTrue);
  // Metrics of single numbers have a value for each place in a row, too.
  const isRow = binary && values.ndim > 1 && values.shape.at(-1) === classes;
  if (isRow && sameShape(yTrue.shape, values.shape)) return spread(operation, ofRows(yTrue), values);
  const isColumn = sameShape(yTrue.shape, [...values.shape, 1]);
  if (binary && classes <= 2 && (isColumn || sameShape(yTrue.shape, values.shape))) {
    // The other class of a hinge is −1.
    const ones = np.maximum(yTrue.astype("float32").reshape([...values.shape, 1]), 0);
    const pair = [np.subtract(1, ones), ones].slice(0, classes);
    return ofRows(np.concatenate(pair, { axis: -1 }));
  }
  if (!isFloat(yTrue.dtype) && yTrue.dtype !== "bool" && sameShape(yTrue.shape, values.shape)) {
    return ofRows(nn.oneHot(yTrue, classes));
  }
  throw new ArgumentInvalidError({
    operation,
    problem: "class weights need targets that name classes",
    expected: `labels i32[${values.shape.join(",")}], or f32[${[...values.shape, classes].join(",")}] for ${classes} classes`,
    received: formatSpec(yTrue.spec),
    hint: "Leave out classWeight, or pass sampleWeight instead.",
  });
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
