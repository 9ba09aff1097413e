import type { ProductCase } from "./product-case.test-support.ts";

/** A batch of matrices, `[batch, m, n, k]`, where some are stored with rows and columns exchanged. */
export function matrixProduct(
  [batch, m, n, k]: readonly [batch: number, m: number, n: number, k: number],
  stored: readonly ("lhs" | "rhs")[],
): ProductCase<"dotGeneral"> {
  const [flipLhs, flipRhs] = [stored.includes("lhs"), stored.includes("rhs")];
  return {
    name: "dotGeneral",
    lhs: flipLhs ? [batch, k, m] : [batch, m, k],
    rhs: flipRhs ? [batch, n, k] : [batch, k, n],
    result: [batch, m, n],
    params: {
      lhsBatch: [0],
      rhsBatch: [0],
      lhsContracting: [flipLhs ? 1 : 2],
      rhsContracting: [flipRhs ? 2 : 1],
    },
    dtype: "float32",
  };
}

export interface ImageConvolution {
  readonly features: number;
  readonly outputs: number;
  readonly window: number;
  readonly stride: number;
  readonly padding: readonly [number, number];
  readonly dilation?: number;
}

const SIZE = 11;

/** How many windows fit along an axis. */
function windowsAlong({ window, stride, padding, dilation = 1 }: ImageConvolution): number {
  return Math.floor((SIZE + padding[0] + padding[1] - (window - 1) * dilation - 1) / stride) + 1;
}

/** Two images of 11 × 11, channels last. */
export function imageConvolution(options: ImageConvolution): ProductCase<"convGeneralDilated"> {
  const { features, outputs, window, stride, padding, dilation = 1 } = options;
  const count = windowsAlong(options);
  return {
    name: "convGeneralDilated",
    lhs: [2, SIZE, SIZE, features],
    rhs: [window, window, features, outputs],
    result: [2, count, count, outputs],
    params: {
      lhsSpec: [0, 3, 1, 2],
      rhsSpec: [3, 2, 0, 1],
      outSpec: [0, 3, 1, 2],
      windowStrides: [stride, stride],
      padding: [padding, padding],
      lhsDilation: [1, 1],
      rhsDilation: [dilation, dilation],
      batchGroupCount: 1,
      featureGroupCount: 1,
    },
    dtype: "float32",
  };
}

/** The gradient of `imageConvolution` in its images, as reverse mode writes it: the cotangent has holes. */
export function imageGradient(options: ImageConvolution): ProductCase<"convGeneralDilated"> {
  const { lhs, rhs, result, params, ...rest } = imageConvolution(options);
  const { window, stride, padding } = options;
  const low = window - 1 - padding[0];
  const high = SIZE + window - 1 - ((windowsAlong(options) - 1) * stride + 1) - low;
  return {
    ...rest,
    lhs: result,
    rhs,
    result: lhs,
    params: {
      ...params,
      rhsSpec: [2, 3, 0, 1],
      windowStrides: [1, 1],
      padding: [
        [low, high],
        [low, high],
      ],
      lhsDilation: [stride, stride],
    },
  };
}

/** Its gradient in the window: the cotangent is the window of a convolution over the images, features as the batch. */
export function windowGradient(options: ImageConvolution): ProductCase<"convGeneralDilated"> {
  const { lhs, rhs, result, params, ...rest } = imageConvolution(options);
  const { window, stride, padding } = options;
  const reach = (windowsAlong(options) - 1) * stride + window;
  return {
    ...rest,
    lhs,
    rhs: result,
    result: rhs,
    params: {
      ...params,
      lhsSpec: [3, 0, 1, 2],
      rhsSpec: [3, 0, 1, 2],
      outSpec: [2, 3, 0, 1],
      windowStrides: [1, 1],
      padding: [
        [padding[0], reach - SIZE - padding[0]],
        [padding[0], reach - SIZE - padding[0]],
      ],
      rhsDilation: [stride, stride],
    },
  };
}
