import { grad, lax, nn, np, random, type Tensor } from "@elegy/autodiff";

const normal = (seed: number, ...shape: number[]): Tensor => random.normal(random.key(seed), shape);

/** The products of training, loops and what stays on one thread. */
export const PROGRAMS: Readonly<Record<string, () => Tensor>> = {
  "elementwise, rows that fill no block": () => np.tanh(normal(0, 37, 5)).mul(normal(1, 37, 1)),
  "bytes of one element": () => normal(0, 1000).greater(0),
  "sums of rows and of all": () =>
    normal(0, 33, 70)
      .sum({ axis: 1 })
      .mul(normal(1, 33, 70).sum()),
  "sums of columns": () =>
    np.concatenate([normal(0, 70, 37).sum({ axis: 0 }), normal(1, 9, 7, 19).sum({ axis: [0, 1] })]),
  "extremes of columns, and whether any is positive": () =>
    normal(0, 70, 37)
      .max({ axis: 0 })
      .mul(np.any(normal(1, 3, 37).greater(1), { axis: 0 })),
  "few rows of many columns": () => normal(0, 3, 301).mul(normal(1, 3, 301)),
  "a product and its gradients": () =>
    grad((w: Tensor) =>
      nn
        .relu(np.matmul(normal(0, 61, 130), w))
        .mul(normal(1, 61, 10))
        .sum(),
    )(normal(2, 130, 10)),
  "many small products": () => np.matmul(normal(0, 7, 9, 16), normal(1, 7, 16, 5)),
  "a convolution and its gradients": () =>
    grad((w: Tensor) => {
      const y = lax.convGeneralDilated(normal(0, 5, 9, 8, 3), w, {
        windowStrides: [2, 1],
        padding: "SAME",
        dimensionNumbers: ["NHWC", "HWIO", "NHWC"],
      });
      return y.mul(y).sum();
    })(normal(1, 3, 3, 3, 37)),
  "pooling and its gradient": () =>
    grad((x: Tensor) => nn.maxPool(x, { windowShape: [2, 2] }).sum())(normal(0, 6, 8, 8, 3)),
  "a scan": () =>
    lax.scan(
      (c: Tensor, x: Tensor) => [np.tanh(np.matmul(c, x)), c.sum({ axis: 1 })],
      normal(0, 30, 16),
      normal(1, 4, 16, 16),
    )[1],
  "a while loop": () =>
    lax.whileLoop(
      (x: Tensor) => x.sum().less(1e4),
      (x: Tensor) => x.mul(1.5).add(1),
      normal(0, 40, 40),
    ),
  "a branch": () =>
    lax.cond(
      normal(0).greater(0),
      (x: Tensor) => x.exp(),
      (x: Tensor) => x.sin(),
      normal(1, 50, 50),
    ),
  sorting: () => np.sort(normal(0, 20, 30), { axis: 1 }),
  "random numbers": () => random.uniform(random.key(7), [999]),
};
