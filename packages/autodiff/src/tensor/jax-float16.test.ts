import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, lax, nn, np, setBackend, type Tensor, valueAndGrad, vjp, vmap } from "../index.ts";
import { expectClose } from "./close.test-support.ts";
import { numbersOf } from "./dtype.ts";
// Made by jax 0.10.2 on a CPU. Inputs and results are float16, but for the parameters and gradients of `mlp`.
import figures from "./jax-float16.test-support.json" with { type: "json" };

type Operation = (x: Tensor, y: Tensor) => Tensor;

const places = np.array;
const operations: Readonly<Record<keyof typeof figures.cases, Operation>> = {
  add: (x, y) => x.add(y),
  sub: (x, y) => x.sub(y),
  mul: (x, y) => x.mul(y),
  div: (x, y) => x.div(y),
  pow: (x, y) => x.pow(y),
  maximum: np.maximum,
  weak: (x) => x.mul(0.1).add(3),
  exp: np.exp,
  log: np.log,
  tanh: np.tanh,
  sin: np.sin,
  sqrt: np.sqrt,
  logistic: (x) => nn.sigmoid(x),
  softmax: (x) => nn.softmax(x),
  logSoftmax: (x) => nn.logSoftmax(x),
  relu: (x) => nn.relu(x),
  gelu: (x) => nn.gelu(x),
  erf: (x) => lax.erf(x),
  arctanh: np.arctanh,
  log1p: np.log1p,
  expm1: np.expm1,
  sum: (x) => np.sum(x, { axis: 0 }),
  mean: (x) => np.mean(x, { axis: 1 }),
  variance: (x) => np.variance(x, { axis: 1 }),
  std: (x) => np.std(x, { axis: 0 }),
  max: (x) => np.max(x, { axis: 1 }),
  prod: (x) => np.prod(x, { axis: 1 }),
  cumsum: (x) => np.cumsum(x, { axis: 1 }),
  cumprod: (x) => np.cumprod(x, { axis: 1 }),
  logsumexp: (x) => nn.logsumexp(x, { axis: 1 }),
  matmul: (x, w) => np.matmul(x, w),
  einsum: (x, y) => np.einsum("ij,kj->ik", x, y),
  convolution: (image, kernel) =>
    lax.convGeneralDilated(image, kernel, {
      windowStrides: [1, 1],
      padding: "SAME",
      dimensionNumbers: ["NHWC", "HWIO", "NHWC"],
    }),
  maxPool: (image) => nn.maxPool(image, { windowShape: [2, 2], strides: [2, 2] }),
  avgPool: (image) => nn.avgPool(image, { windowShape: [2, 2], padding: "SAME" }),
  take: (x) => np.take(x, places([2, 0, 2]), { axis: 0 }),
  scatterAdd: (x, updates) => x.at(places([2, 0, 2])).add(updates),
  sort: (x) => np.sort(x, { axis: 1 }),
  where: (x, y) => np.where(x.greater(y), x, y.mul(2)),
  concatenate: (x, y) => np.concatenate([x, y], { axis: 1 }).transpose(),
  pad: (x) =>
    np.pad(
      x,
      [
        [1, 0],
        [0, 2],
      ],
      0.5,
    ),
  mixed: (x, w) => np.matmul(x.astype("float32"), w.astype("float32")).astype("float16").sum({ axis: 1 }),
  norm: (x) => np.linalg.norm(x, { axis: 1 }),
};

/** Two units in the last place; what a chain of roundings may add up to. */
const HALF = { relative: 2e-3, absolute: 1e-3 };

const half = ({ shape, data }: { shape: readonly number[]; data: readonly number[] }): Tensor =>
  np.array(data, { shape, dtype: "float16" });

function expectHalf(actual: Tensor, expected: readonly number[], what: string): void {
  expect(actual.dtype, what).toBe("float16");
  expectClose(numbersOf(actual.dataSync(), "float16"), expected, HALF, what);
}

describe.each(BACKENDS)("float16 on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(Object.entries(figures.cases))("%s as JAX, eager, compiled and of a batch", (name, figure) => {
    const f = operations[name as keyof typeof operations];
    const inputs = figure.inputs.map(half);
    const [x, y = x] = inputs;
    if (x === undefined || y === undefined) throw new Error("a case has an input");
    const size = figure.value.length;
    const cotangent = half({
      shape: figure.shape,
      data: Array.from({ length: size }, (__, i) => ((i % 5) - 1.5) / 2),
    });
    for (const [how, g] of Object.entries({ eager: f, compiled: jit(f) })) {
      const [value, pullback] = vjp(g, x, y);
      expect(value.shape).toEqual(figure.shape);
      expectHalf(value, figure.value, how);
      const gradients: readonly Tensor[] = pullback(cotangent);
      for (const [i, expected] of figure.gradients.entries()) {
        const gradient = gradients[i];
        if (gradient) expectHalf(gradient, expected, `${how}, gradient ${i}`);
      }
    }
    const batch = jit(vmap((one: Tensor, other: Tensor) => f(one, other)))(
      np.stack([x, x]),
      np.stack([y, y]),
    );
    expectHalf(batch, [...figure.value, ...figure.value], "batch");
  });

  describe("mixed precision", () => {
    const { parameters, scale } = figures.mlp;
    const x = (): Tensor => np.array(figures.mlp.x, { shape: [16, 6] });
    const y = (): Tensor => np.array(figures.mlp.y, { dtype: "int32" });
    const start = (): Parameters => ({
      w1: np.array(parameters.w1.data, { shape: [6, 8], dtype: "float32" }),
      b1: np.zeros([8]),
      w2: np.array(parameters.w2.data, { shape: [8, 3], dtype: "float32" }),
      b2: np.zeros([3]),
    });
    type Parameters = Record<"w1" | "b1" | "w2" | "b2", Tensor>;

    /** Parameters in `float32`, layers in `float16`, the loss in `float32` and scaled up. */
    const loss = (params: Parameters, inputs: Tensor, labels: Tensor): Tensor => {
      const [w1, b1, w2, b2] = [params.w1, params.b1, params.w2, params.b2].map((p) =>
        p.astype("float16"),
      ) as [Tensor, Tensor, Tensor, Tensor];
      const hidden = np.tanh(np.dot(inputs.astype("float16"), w1).add(b1));
      const logits = np.dot(hidden, w2).add(b2);
      if (logits.dtype !== "float16") throw new Error("a layer left float16");
      const likelihood = np.sum(nn.oneHot(labels, 3).mul(nn.logSoftmax(logits.astype("float32"))), {
        axis: -1,
      });
      return np.mean(likelihood).neg().mul(scale);
    };
    const tolerance = { relative: 2e-3, absolute: 3e-4 };

    test("gradients of float32 parameters through float16 layers", () => {
      for (const f of [valueAndGrad(loss), jit(valueAndGrad(loss))]) {
        const [value, gradients] = f(start(), x(), y());
        expectClose([Number(value) / scale], [figures.mlp.loss], tolerance);
        for (const name of ["w1", "b1", "w2", "b2"] as const) {
          expect(gradients[name].dtype).toBe("float32");
          const unscaled = gradients[name].div(scale).dataSync();
          expectClose(unscaled, figures.mlp.gradients[name], tolerance, name);
        }
      }
    });

    test("twenty steps of descent, step by step and as a scan", () => {
      const step = (params: Parameters): [Parameters, Tensor] => {
        const [value, gradients] = valueAndGrad(loss)(params, x(), y());
        const moved = (name: keyof Parameters): Tensor => params[name].sub(gradients[name].mul(0.5 / scale));
        return [{ w1: moved("w1"), b1: moved("b1"), w2: moved("w2"), b2: moved("b2") }, value.div(scale)];
      };
      const compiled = jit(step);
      let params = start();
      const losses = figures.mlp.losses.map(() => {
        const [next, value] = compiled(params);
        params = next;
        return Number(value);
      });
      expectClose(losses, figures.mlp.losses, tolerance);
      const scanned = jit(
        () => lax.scan((carry: Parameters) => step(carry), start(), null, { length: 20 })[1],
      );
      expectClose(scanned().dataSync(), figures.mlp.losses, tolerance);
    });

    test("without a scale a small gradient is lost, with one it is not", () => {
      const small = (scaling: number) => (w: Tensor) =>
        w
          .astype("float16")
          .mul(2 ** -20)
          .astype("float32")
          .mul(2 ** -10 * scaling);
      const w = np.array(1, { dtype: "float32" });
      // 2⁻¹⁰ · 2⁻²⁰ is less than the least half float, 2⁻²⁴.
      expect(Number(grad(small(1))(w))).toBe(0);
      expect(Number(grad(small(2 ** 14))(w)) / 2 ** 14).toBe(2 ** -30);
    });
  });
});
