import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@elegy/backend-cpu";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  losses,
  Model,
  type ModelOptions,
  np,
  optimizers,
  saveModelFolder,
  setBackend,
  type Tensor,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import type { LoadWeightsOptions } from "./read-weights.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

let root: string;
beforeAll(async () => {
  setBackend(cpu());
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

/**
 * Written by safetensors 0.8.0 from NumPy: dense.weight f32[3,4] is the transpose of arange(12)/8, dense.bias [.5,-1,2],
 * steps i32[] 7, mask bool[2] [true,false].
 */
const PYTHON = Uint8Array.from(
  Buffer.from(
    "GAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJkZW5zZS5iaWFzIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMCwxMl19LCJkZW5zZS53ZWlnaHQiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzMsNF0sImRhdGFfb2Zmc2V0cyI6WzEyLDYwXX0sInN0ZXBzIjp7ImR0eXBlIjoiSTMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOls2MCw2NF19LCJtYXNrIjp7ImR0eXBlIjoiQk9PTCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzY0LDY2XX19AAAAPwAAgL8AAABAAAAAAAAAwD4AAEA/AACQPwAAAD4AAAA/AABgPwAAoD8AAIA+AAAgPwAAgD8AALA/BwAAAAEA",
    "base64",
  ),
);

const NAMES: Readonly<Record<string, string>> = {
  "dense.weight": "netParams.w",
  "dense.bias": "netParams.b",
};
const mapped: LoadWeightsOptions = {
  rename: (name) => NAMES[name] ?? null,
  convert: (tensor, name) => (name.endsWith("weight") ? np.transpose(tensor) : tensor),
};

const data = { ...threeClasses(6), batchSize: 6 };

async function classifier(options: ModelOptions = {}): Promise<Model> {
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
    ...options,
  });
  await model.init(data);
  return model;
}

const weights = async ({ states }: Model): Promise<unknown> => {
  const { w, b } = states.netParams as { w: Tensor; b: Tensor };
  return { w: await w.array(), b: await b.array() };
};

const EXPECTED = {
  w: [0, 1, 2, 3].map((row) => [0, 1, 2].map((column) => (3 * row + column) / 8)),
  b: [0.5, -1, 2],
};

describe("loadWeights takes a file of Python", () => {
  it.each(["bytes", "a path"])("from %s", async (kind) => {
    const model = await classifier();
    const path = join(root, "python.safetensors");
    await writeFile(path, PYTHON);
    const report = await model.loadWeights(kind === "bytes" ? PYTHON : path, mapped);
    expect(report).toMatchObject({ loaded: ["netParams.b", "netParams.w"], unexpected: [], mismatched: [] });
    expect(await weights(model)).toEqual(EXPECTED);
    await model.fit({ ...data, verbose: 0 });
    expect(await weights(model)).not.toEqual(EXPECTED);
    model.reset();
    expect(await weights(model)).toEqual(EXPECTED);
  });

  it("in part, and says what became of every tensor", async () => {
    const model = await classifier();
    const before = (await weights(model)) as typeof EXPECTED;
    const report = await model.loadWeights(PYTHON, {
      partial: true,
      rename: (name) => ({ "dense.weight": "netParams.w", "dense.bias": "netParams.b" })[name] ?? name,
    });
    expect(report).toEqual({
      loaded: ["netParams.b"],
      missing: expect.arrayContaining(["rng"]) as string[],
      unexpected: ["steps", "mask"],
      mismatched: [{ path: "netParams.w", expected: "f32[4,3]", received: "f32[3,4]" }],
    });
    expect(await weights(model)).toEqual({ w: before.w, b: EXPECTED.b });
  });

  it("under netParams by default, or by full names as we write them", async () => {
    const { tensors } = decodeSafetensors(PYTHON, "it");
    const bias = tensors.get("dense.bias")!;
    for (const prefix of ["", "netParams."]) {
      const bytes = encodeSafetensors(
        new Map([
          [`${prefix}b`, bias],
          [`${prefix}w`, { dtype: "float32", shape: [4, 3], data: Float32Array.from(EXPECTED.w.flat()) }],
        ]),
      );
      const model = await classifier();
      await model.loadWeights(bytes);
      expect(await weights(model)).toEqual(EXPECTED);
    }
  });
});

describe("loadWeights refuses, and the model keeps its states:", () => {
  const withLength = (length: bigint): Uint8Array => {
    const bytes = Uint8Array.from(PYTHON);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    return bytes;
  };

  it.each<[string, string | Uint8Array, LoadWeightsOptions, string, string]>([
    ["no file", "/nowhere/w.safetensors", mapped, "ELEGY_SAFETENSORS_FORMAT", "no such file"],
    ["a cut file", PYTHON.subarray(0, -1), mapped, "ELEGY_SAFETENSORS_FORMAT", "cut off within its data"],
    ["a cut header", PYTHON.subarray(0, 50), mapped, "ELEGY_SAFETENSORS_FORMAT", "cut off within its header"],
    ["a huge header", withLength(2n ** 40n), mapped, "ELEGY_SAFETENSORS_FORMAT", "header would be too large"],
    ["more bytes", Uint8Array.of(...PYTHON, 0), mapped, "ELEGY_SAFETENSORS_FORMAT", "belong to no tensor"],
    [
      "another shape",
      PYTHON,
      { rename: (name) => NAMES[name] ?? null },
      "ELEGY_STATES_MISMATCH",
      "loadWeights: `netParams.w` is another tensor. Expected f32[4,3]; received f32[3,4]. `partial: true` takes what fits",
    ],
    [
      "a missing tensor",
      PYTHON,
      { ...mapped, rename: (name) => (name === "dense.bias" ? "netParams.b" : null) },
      "ELEGY_STATES_MISMATCH",
      "`netParams.w` is missing. Expected a tensor for `netParams.w`; received 1 others.",
    ],
    [
      "a further tensor",
      PYTHON,
      { ...mapped, rename: (name) => NAMES[name] ?? name },
      "ELEGY_STATES_MISMATCH",
      "the model has no `steps`. Expected names of the model's tensors; received steps. There are 1 further differences.",
    ],
    [
      "one place twice",
      PYTHON,
      { rename: () => "netParams.w" },
      "ELEGY_ARGUMENT_INVALID",
      '`rename` gives two tensors one place. Expected a place for each; received netParams.w for "dense.bias" and "dense.weight".',
    ],
    ["an unknown option", PYTHON, { strict: true } as never, "ELEGY_ARGUMENT_INVALID", "no option `strict`"],
  ])("%s", async (_, source, options, code, message) => {
    const model = await classifier();
    const before = await weights(model);
    const refused = model.loadWeights(source, options);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code });
    expect(await weights(model)).toEqual(before);
  });

  it("a model without parameters", async () => {
    const model = new Model({ module: dense(3) });
    await expect(model.loadWeights(PYTHON)).rejects.toMatchObject({ code: "ELEGY_MODEL_UNINITIALIZED" });
    await saveModelFolder(join(root, "any"), { netParams: np.zeros([1]) }, { name: "M" });
    await expect(model.load(join(root, "any"), { partial: true })).rejects.toMatchObject({
      code: "ELEGY_MODEL_UNINITIALIZED",
    });
  });
});

describe("load in part", () => {
  it("takes what a model with another optimizer saved", async () => {
    const path = join(root, "adam");
    const adam = await classifier({ optimizer: optimizers.adam(0.1) });
    await adam.fit({ ...data, verbose: 0 });
    await adam.save(path);
    const sgd = await classifier({ seed: 5 });
    await expect(sgd.load(path)).rejects.toMatchObject({ code: "ELEGY_STATES_MISMATCH" });
    const report = await sgd.load(path, { partial: true });
    expect(report.loaded).toEqual(expect.arrayContaining(["netParams.b", "netParams.w", "rng"]));
    expect(report.unexpected).toEqual(expect.arrayContaining(["optimizerStates.0.mu.w"]));
    expect(report.missing.filter((name) => !name.startsWith("optimizerStates."))).toEqual([]);
    expect(report.mismatched).toEqual([]);
    expect(await weights(sgd)).toEqual(await weights(adam));
  });

  it("refuses options there are not", async () => {
    const model = await classifier();
    await expect(model.load("x", { strict: true } as never)).rejects.toThrow("there is no option `strict`");
  });
});
