import { DataError, type DataErrorParts } from "./data-error.ts";
import type { ByteArray } from "./idx.ts";

/** Images and their labels in the same order. */
export interface LabelledDigits {
  /** `u8[n, 28, 28]`: 0 is background, 255 is ink. */
  readonly x: ByteArray;
  /** `u8[n]`: the digit, 0 to 9. */
  readonly y: ByteArray;
}

/** The contents of an IDX file with the name that errors call it by. */
export interface NamedArray extends ByteArray {
  readonly file: string;
}

/** Images that are not 28 × 28 pixels. */
export class MnistImageSizeError extends DataError {
  constructor(parts: DataErrorParts) {
    super("MNIST_IMAGE_SIZE", parts);
  }
}

/** Labels that do not belong to the images: another number of them, or not digits. */
export class MnistMislabelledError extends DataError {
  constructor(parts: DataErrorParts) {
    super("MNIST_MISLABELLED", parts);
  }
}

const OPERATION = "loadMnist";

/**
 * Pairs images with their labels once they are known to fit.
 *
 * Arguments: `images`: `u8[n, 28, 28]`; `labels`: `u8[n]` with digits only; n ≥ 1.
 *
 * Throws `MnistImageSizeError`, `MnistMislabelledError`.
 */
export function labelledDigits(images: NamedArray, labels: NamedArray): LabelledDigits {
  const [count = 0, height, width, ...rest] = images.shape;
  if (count === 0 || height !== 28 || width !== 28 || rest.length > 0) {
    throw new MnistImageSizeError({
      operation: OPERATION,
      problem: `${images.file} does not hold images of 28 × 28 pixels`,
      expected: "u8[n,28,28] with n ≥ 1",
      received: written(images),
      hint: "Check that the image and label files are not swapped, or resize the images.",
    });
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new MnistMislabelledError({
      operation: OPERATION,
      problem: `${labels.file} does not hold one label for each image of ${images.file}`,
      expected: `u8[${count}]`,
      received: written(labels),
      hint: "Take both files from the same data set.",
    });
  }
  const wrong = labels.data.findIndex((label) => label > 9);
  if (wrong !== -1) {
    throw new MnistMislabelledError({
      operation: OPERATION,
      problem: `${labels.file} holds a label that is not a digit`,
      expected: "labels from 0 to 9",
      received: `${labels.data[wrong]} at index ${wrong}`,
      hint: "Use MNIST's digits; sets with letters (such as EMNIST) have more classes.",
    });
  }
  return {
    x: { shape: images.shape, data: images.data },
    y: { shape: labels.shape, data: labels.data },
  };
}

/** The digits from index `from` up to, not including, `to`, as views. */
export function sliceDigits({ x, y }: LabelledDigits, from: number, to: number): LabelledDigits {
  return {
    x: { shape: [to - from, 28, 28], data: x.data.subarray(from * 28 * 28, to * 28 * 28) },
    y: { shape: [to - from], data: y.data.subarray(from, to) },
  };
}

function written({ shape }: ByteArray): string {
  return `u8[${shape.join(",")}]`;
}
