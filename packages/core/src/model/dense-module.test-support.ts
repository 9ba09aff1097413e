import {
  type FunctionContext,
  type ModuleFunction,
  np,
  outputStates,
  random,
  type Tensor,
} from "../index.ts";

/** One layer from `f32[batch, in]` to `f32[batch, out]` as a plain function, its weights from the model's key. */
export function dense(outputs: number): ModuleFunction {
  return (x: Tensor, { params, rng, initializing }: FunctionContext) => {
    const { w, b } = initializing
      ? { w: random.uniform(rng, [x.shape[1] ?? 0, outputs]), b: np.zeros([outputs]) }
      : (params as { readonly w: Tensor; readonly b: Tensor });
    return outputStates({ preds: np.dot(x, w).add(b), params: { w, b } });
  };
}

/** `rows` samples of three classes, in `f32[rows, 4]`, that a linear model can tell apart. */
export function threeClasses(rows: number): { readonly x: number[][]; readonly y: number[] } {
  const y = Array.from({ length: rows }, (_, i) => (i * 7) % 3);
  const x = y.map((label, i) => [0, 1, 2, 3].map((j) => Number(j === label) + 0.25 * Math.sin(5 * i + j)));
  return { x, y };
}
