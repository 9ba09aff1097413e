import { grad, jit, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { it } from "vitest";
import { AdaptiveAvgPool, AdaptiveMaxPool } from "../../index.ts";
import { expectClose } from "../close.test-support.ts";
import figures from "./adaptive-pool.test-support.json" with { type: "json" };

setBackend(cpu());

// 5 × 7 windows to 3 × 4, and the gradient of sum(out · cos(arange)), of PyTorch's adaptive_…_pool2d (2.13, float32).
it.each([
  ["AdaptiveAvgPool", AdaptiveAvgPool([3, 4])],
  ["AdaptiveMaxPool", AdaptiveMaxPool([3, 4])],
] as const)("%s is PyTorch's, gradient included", async (name, pool) => {
  const numbers = Float32Array.from({ length: 140 }, (_, i) => 0.5 * Math.sin(4 + 0.7 * i));
  const x = np.array(numbers, { shape: [2, 5, 7, 2] });
  const run = (input: Tensor): Tensor => pool.init({ rng: random.key(0), args: [input] }).preds;
  const loss = (input: Tensor): Tensor => {
    const y = run(input);
    return y.mul(np.cos(np.arange(y.size).astype("float32")).reshape(y.shape)).sum();
  };
  const { out, gradX } = figures[name];
  expectClose(await run(x).data(), out);
  expectClose(await grad(loss)(x).data(), gradX);
  expectClose(await jit(grad(loss))(x).data(), gradX);
});
