import { jit, losses, Model, np, optimizers, setBackend, type Tensor } from "@elegy/core";
import { Linear, Sequential } from "@elegy/nn";
import { beforeEach, describe, expect, it } from "vitest";
import { type FakeDevice, fakeDevice } from "./device/fake-device.test-support.ts";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let fake: FakeDevice;
let backend: WebGpuBackend;
beforeEach(async () => {
  fake = fakeDevice();
  backend = await webgpu({ device: fake.device });
  setBackend(backend);
});

const batch = (seed: number): Tensor => np.array(Float32Array.of(seed, 2, 3, 4, 5, 6), { shape: [2, 3] });

const step = jit(
  function step(w: Tensor, m: Tensor, x: Tensor) {
    const error = np.dot(x, w);
    const next = m.mul(0.9).add(np.dot(x.transpose(), error));
    return [w.sub(next.mul(0.1)), next, error.square().mean()] as const;
  },
  { donate: [0, 1] },
);

/** What is asked of the device meanwhile. */
function callsOf(run: () => void): readonly string[] {
  const before = fake.calls.length;
  run();
  return fake.calls.slice(before);
}

describe("a training step", () => {
  it("is one submission, for which nothing is made that was there in the step before", () => {
    let [w, m]: readonly Tensor[] = [np.ones([3]), np.zeros([3])];
    const turn = (x: Tensor): void => {
      const [nextW, nextM, loss] = step(w!, m!, x);
      [w, m] = [nextW, nextM];
      loss.dispose();
      x.dispose();
    };
    let ahead = batch(0);
    const turnAhead = (): void => {
      const now = ahead;
      ahead = batch(1);
      turn(now);
    };
    // Until each buffer has been in each place.
    for (let count = 0; count < 6; count++) turnAhead();
    expect(callsOf(turnAhead)).toEqual(["writeBuffer", "finish", "submit"]);
  });

  it("waits neither for the next batch nor for what is read meanwhile", async () => {
    const [w, m, loss] = step(np.ones([3]), np.zeros([3]), batch(1));
    const reading = loss.item();
    // The copy is on its way, and stays there until the device has mapped it.
    await expect.poll(() => fake.calls.at(-1)).toBe("mapAsync");
    const calls = callsOf(() => void step(w, m, batch(2)));
    expect(calls).not.toContain("createComputePipeline");
    expect([calls.indexOf("writeBuffer") >= 0, calls.filter((name) => name === "submit")]).toEqual([
      true,
      ["submit"],
    ]);
    fake.map();
    expect(await reading).toBe(0);
  });

  it("is read in one submission, however many values are asked for together", async () => {
    fake.map();
    const results = step(np.ones([3]), np.zeros([3]), batch(1));
    const before = backend.statistics().submissions;
    await Promise.all(results.map((result) => result.data()));
    expect(backend.statistics().submissions - before).toBe(1);
  });
});

it("a step of fit is one submission and the upload of one batch", async () => {
  fake.map();
  const model = new Model({
    module: Sequential(Linear(3), Linear(2)),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.01),
  });
  const x = Array.from({ length: 40 }, (_, i) => [i, 1]);
  const y = x.map((_, i) => i % 2);
  const fit = (batchSize: number): Promise<unknown> => model.fit({ x, y, batchSize, epochs: 1, verbose: 0 });
  const countsOf = async (batchSize: number): Promise<readonly number[]> => {
    await fit(batchSize);
    const before = fake.calls.length;
    await fit(batchSize);
    const calls = fake.calls.slice(before);
    return ["submit", "writeBuffer", "createComputePipeline"].map(
      (name) => calls.filter((call) => call === name).length,
    );
  };
  const [few, many] = [await countsOf(4), await countsOf(2)];
  // Ten steps more; a batch is its samples and their labels.
  expect(many.map((count, i) => count - few[i]!)).toEqual([10, 20, 0]);
  expect(few[2]).toBe(0);
});

describe("memory that the device does not give", () => {
  beforeEach(() => fake.map());
  const large = (): Tensor => np.array(new Float32Array(1000), { shape: [1000] });

  it("is missed by the tensor that was to be there, by those made of it, and by the next call", async () => {
    const small = batch(1);
    fake.room = 2000;
    const [lost, sum] = [large(), large().sum()];
    const message =
      "upload: the device is out of memory (no room for 4096 bytes). Take smaller batches, or dispose of tensors that are no longer needed.";
    await expect(lost.data()).rejects.toThrow(message);
    await expect(sum.item()).rejects.toThrow(message);
    expect(await small.add(small).data()).toHaveLength(6);
    large();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(() => batch(2)).toThrow(message);
    expect(await batch(2).data()).toHaveLength(6);
  });

  it("is told apart from a limit of the device", () => {
    const limit = fake.device.limits.maxStorageBufferBindingSize / 4;
    expect(() => np.zeros([limit + 1])).toThrow(expect.objectContaining({ code: "ELEGY_DEVICE_LIMIT" }));
  });

  it("is asked for anew when there is room again", async () => {
    fake.room = 2000;
    const lost = large();
    await expect(lost.data()).rejects.toThrow("out of memory");
    lost.dispose();
    fake.room = Infinity;
    expect(callsOf(() => void large())).toEqual(["createBuffer", "writeBuffer"]);
  });

  it("for a temporary is missed by the results of the program alone", async () => {
    const x = large();
    const mean = jit((x: Tensor) => np.dot(x.reshape([10, 100]), x.reshape([100, 10])).sum());
    fake.room = 300;
    const result = mean(x);
    await expect(result.item()).rejects.toThrow("out of memory (no room for 416 bytes)");
    // Numbers need room on their way to the host as well.
    await expect(x.data()).rejects.toThrow("download: the device is out of memory");
    fake.room = Infinity;
    expect(await x.data()).toHaveLength(1000);
  });
});
