import { losses, Model, nn, optimizers, setBackend } from "@elegy/core";
import type { Backend } from "@elegy/autodiff/spi";
import { cpu } from "@elegy/backend-cpu";
import { Conv2D, Embedding, Flatten, Linear, Sequential, TransformerEncoderLayer } from "@elegy/nn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let device: WebGpuBackend;
beforeAll(async () => void (device = await webgpu()));
afterAll(() => device.dispose());

const STEPS = 50;

interface Case {
  readonly name: string;
  readonly module: () => ReturnType<typeof Sequential>;
  /** Of one sample; `below` makes whole numbers. */
  readonly shape: readonly number[];
  readonly below?: number;
}

const CASES: readonly Case[] = [
  {
    name: "linear classifier",
    module: () => Sequential(Linear(4)),
    shape: [12],
  },
  {
    name: "MLP",
    module: () => Sequential(Linear(24), nn.relu, Linear(16), nn.gelu, Linear(4)),
    shape: [12],
  },
  {
    name: "CNN",
    module: () =>
      Sequential(
        Conv2D(4, [3, 3], { padding: "SAME" }),
        nn.relu,
        Conv2D(6, [3, 3], { stride: 2 }),
        nn.relu,
        Flatten(),
        Linear(4),
      ),
    shape: [8, 8, 1],
  },
  {
    name: "transformer",
    module: () =>
      Sequential(
        Embedding(11, 8),
        TransformerEncoderLayer({ numHeads: 2, feedForwardSize: 16, dropout: 0.1 }),
        (x) => x.mean({ axis: 1 }),
        Linear(4),
      ),
    shape: [6],
    below: 11,
  },
];

const BATCH = 8;

/** Numbers in [0, 1) without a pattern that a network would see. */
const noise = (index: number): number => (Math.imul(index + 1, 0x9e3779b1) >>> 8) / 2 ** 24;

function samples({ shape, below }: Case): unknown {
  let count = 0;
  const element = (): number =>
    below === undefined ? 2 * noise(count++) - 1 : Math.floor(below * noise(count++));
  const filled = ([size, ...rest]: readonly number[]): unknown =>
    size === undefined ? element() : Array.from({ length: size }, () => filled(rest));
  return filled([BATCH, ...shape]);
}

async function lossesOn(backend: Backend, one: Case): Promise<number[]> {
  setBackend(backend);
  const model = new Model({
    module: one.module(),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(1e-2),
    seed: 5,
  });
  const x = samples(one) as number[][];
  const y = Array.from({ length: BATCH }, (_, i) => i % 4);
  const { history } = await model.fit({ x, y, batchSize: BATCH, epochs: STEPS, verbose: 0 });
  return history["loss"] ?? [];
}

it.each(CASES)("a $name has the losses of the CPU backend over 50 steps", async (one) => {
  const expected = await lossesOn(cpu(), one);
  const received = await lossesOn(device, one);
  expect(received).toHaveLength(STEPS);
  expect(received.at(-1)).toBeLessThan(received[0] ?? 0);
  for (const [step, loss] of received.entries()) {
    expect(Math.abs(loss - (expected[step] ?? Number.NaN)), `step ${step}`).toBeLessThan(1e-4);
  }
});
