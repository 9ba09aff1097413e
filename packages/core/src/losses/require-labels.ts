import {
  DTypeMismatchError,
  formatSpec,
  isFloat,
  type Shape,
  ShapeMismatchError,
  type TensorSpec,
} from "@elegy/autodiff";

/**
 * Labels are whole numbers, one for each row of predictions.
 *
 * @returns the number of classes.
 * @throws DTypeMismatchError, ShapeMismatchError
 */
export function requireLabels(operation: string, yTrue: TensorSpec, yPred: TensorSpec): number {
  const classes = yPred.shape.at(-1);
  const rows = yPred.shape.slice(0, -1);
  if (classes === undefined || !sameShape(yTrue.shape, rows)) {
    throw new ShapeMismatchError({
      operation,
      problem: "there is not one label for each row of predictions",
      expected: "labels i32[…] for predictions f32[…,classes]",
      received: `${formatSpec(yTrue)} and ${formatSpec(yPred)}`,
      ...hintFor(yTrue.shape, yPred.shape),
    });
  }
  if (isFloat(yTrue.dtype) || yTrue.dtype === "bool") {
    throw new DTypeMismatchError({
      operation,
      problem: "labels are whole numbers",
      expected: "i32, u32 or u8",
      received: formatSpec(yTrue),
      hint: 'Convert them: yTrue.astype("int32").',
    });
  }
  return classes;
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function hintFor(labels: Shape, predictions: Shape): { hint?: string } {
  if (labels.at(-1) === 1 && sameShape(labels.slice(0, -1), predictions.slice(0, -1))) {
    return { hint: "Did you mean yTrue.squeeze(-1)?" };
  }
  if (sameShape(labels, predictions) && labels.length > 0) {
    return { hint: "One-hot targets become labels with yTrue.argmax({ axis: -1 })." };
  }
  return {};
}
