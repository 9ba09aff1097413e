import { jit, nn, np, optimizers, setBackend, type Tensor, valueAndGrad } from "@elegy/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let device: WebGpuBackend;
beforeAll(async () => void (device = await webgpu()));
afterAll(() => device.dispose());

type Params = { readonly w: Tensor; readonly b: Tensor }[];

function noise(shape: readonly number[], scale: number): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i * i));
  return np.array(data, { shape });
}

function initialParams(sizes: readonly number[]): Params {
  return sizes.slice(1).map((size, index) => ({
    w: noise([sizes[index] ?? 1, size], 0.05),
    b: np.zeros([size]),
  }));
}

function loss(params: Params, x: Tensor, y: Tensor): Tensor {
  const logits = params.reduce(
    (value, { w, b }, index) => np.dot(index === 0 ? value : nn.relu(value), w).add(b),
    x,
  );
  return np.mean(np.sum(nn.oneHot(y, 10).mul(nn.logSoftmax(logits)), { axis: -1 })).neg();
}

it("a training step of an MLP with Adam is one submission of at most 40 dispatches", async () => {
  setBackend(device);
  const optimizer = optimizers.adam(1e-3);
  const step = jit(
    (params: Params, state: ReturnType<typeof optimizer.init>, x: Tensor, y: Tensor) => {
      const [value, grads] = valueAndGrad(loss)(params, x, y);
      const [updates, next] = optimizer.update(grads, state, params);
      return [optimizers.applyUpdates(params, updates), next, value] as const;
    },
    { donate: [0, 1] },
  );
  let params = initialParams([784, 256, 128, 10]);
  let state = optimizer.init(params);
  const x = noise([128, 784], 1);
  const y = np.array(Int32Array.from({ length: 128 }, (_, i) => i % 10));
  const values: Tensor[] = [];
  const turn = (): void => {
    const [nextParams, nextState, value] = step(params, state, x, y);
    [params, state] = [nextParams, nextState];
    values.push(value);
  };
  turn();
  const before = device.statistics();
  turn();
  const after = device.statistics();
  expect(after.submissions - before.submissions).toBe(1);
  expect(after.dispatches - before.dispatches).toBeLessThanOrEqual(40);
  expect(after.pipelines).toBe(before.pipelines);
  const [first, second] = await Promise.all(values.map((value) => value.item()));
  expect(second).toBeLessThan(Number(first));
});
