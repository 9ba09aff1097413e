import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, nn, np, setBackend, type Tensor, vjp } from "../index.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import figures from "./jax-figures.test-support.json" with { type: "json" };

type Operation = (...args: readonly [Tensor, Tensor, Tensor]) => Tensor;

const valid = { padding: "VALID" } as const;
const disjoint = { windowShape: [2, 2], strides: [2, 2] };

/** What the figures were made with, by the name of the case. */
const operations: Readonly<Record<string, Operation>> = {
  conv2d_same: (x, w) => nn.conv(x, w),
  conv2d_valid_s2: (x, w) => nn.conv(x, w, { ...valid, strides: 2 }),
  conv2d_same_s2: (x, w) => nn.conv(x, w, { strides: [2, 2] }),
  conv2d_dilated: (x, w) => nn.conv(x, w, { ...valid, kernelDilation: 2 }),
  conv2d_groups2: (x, w) => nn.conv(x, w, { featureGroupCount: 2 }),
  conv2d_explicit_pad: (x, w) =>
    nn.conv(x, w, {
      strides: [1, 2],
      padding: [
        [2, 0],
        [1, 3],
      ],
    }),
  conv2d_depthwise: (x, w) => nn.conv(x, w, { featureGroupCount: 4 }),
  conv1d_same: (x, w) => nn.conv(x, w, { strides: 2 }),
  conv_transpose2d_same_s2: (x, w) => lax.convTranspose(x, w, { strides: [2, 2], padding: "SAME" }),
  max_pool_2x2: (x) => nn.maxPool(x, disjoint),
  max_pool_3x3_s2_same: (x) => nn.maxPool(x, { windowShape: [3, 3], strides: [2, 2], padding: "SAME" }),
  avg_pool_2x2: (x) => nn.avgPool(x, disjoint),
  layer_norm: (x, scale, offset) => nn.layerNorm(x, { scale, offset }),
};

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (name, figure) => {
    const operation = operations[name]!;
    const args = figure.args.map(({ shape, data }) => np.array(Float32Array.from(data), { shape }));
    const [x, y = np.zeros([]), z = np.zeros([])] = args;
    for (const transformed of [operation, jit(operation)]) {
      const [out, pullback] = vjp(transformed, x!, y, z);
      expect(out.shape).toEqual(figure.out.shape);
      expectClose(out.dataSync(), figure.out.data);
      const weights = Float32Array.from({ length: out.size }, (_element, i) => Math.cos(i));
      const gradients = pullback(np.array(weights, { shape: out.shape }));
      for (const [i, expected] of figure.vjp.entries())
        expectClose(gradients[i]!.dataSync(), expected, {}, `argument ${i}`);
    }
  });
});
