import { readFileSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DType, np, setBackend, tree } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { States } from "../states/states.ts";
import { fileSystem } from "./file-system/node.ts";
import { type HostTensor, hostTensor } from "./host-tensor.ts";
import { loadModelFolder, saveModelFolder } from "./model-folder.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { storedDType } from "./safetensors-dtypes.ts";

let root: string;
let count = 0;
const newPath = (): string => join(root, String(count++), "model");

beforeAll(async () => {
  setBackend(reference());
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

const scalar = (value: number): HostTensor =>
  hostTensor({ dtype: "float32", shape: [], data: Float32Array.of(value) });

async function roundTrip(states: unknown): Promise<Readonly<Record<string, unknown>>> {
  const path = newPath();
  await saveModelFolder(path, states, { name: "Test" });
  return (await loadModelFolder(path)).states;
}

describe("a model", () => {
  it("comes back with its name, date, structure and tensors", async () => {
    const path = newPath();
    const fields = {
      netParams: { layers: [{ w: np.array([[1, 2.5]]), b: np.array([3]) }] as const, none: [] },
      rng: np.array(Uint32Array.of(7, 4294967295)),
      optimizerStates: null,
      netStates: undefined,
      epoch: 3,
    };
    await saveModelFolder(path, new States(fields), { name: "LinearClassifier" });
    const model = await loadModelFolder(path);
    expect(model.name).toBe("LinearClassifier");
    expect(Math.abs(Date.now() - Date.parse(model.created ?? ""))).toBeLessThan(60_000);
    expect(tree.structure(model.states)).toEqual(tree.structure(fields));
    expect(model.states).toMatchObject({ optimizerStates: null, netStates: undefined, epoch: 3 });

    const tensors = tree.map(
      (leaf: HostTensor) => (typeof leaf === "number" ? leaf : np.array(leaf.data, leaf)),
      {
        ...model.states,
      },
    ) as unknown as typeof fields;
    const [layer] = tensors.netParams.layers;
    expect(await layer.w.array()).toEqual([[1, 2.5]]);
    expect(await layer.b.array()).toEqual([3]);
    expect(layer.b.dtype).toBe("int32");
    expect(await tensors.rng.array()).toEqual([7, 4294967295]);
  });

  it("weakness 18: is two files of data, of which one names the tensors by their paths", async () => {
    const path = newPath();
    await saveModelFolder(path, { netParams: [{ w: np.zeros([2, 3]) }] }, { name: "M" });
    expect((await readdir(path)).toSorted()).toEqual(["model.json", "states.safetensors"]);
    const { tensors, metadata } = decodeSafetensors(readFileSync(join(path, "states.safetensors")), "it");
    expect([...tensors.keys()]).toEqual(["netParams.0.w"]);
    expect(metadata).toEqual({ schema: "elegy-model" });
    expect(JSON.parse(readFileSync(join(path, "model.json"), "utf8"))).toMatchObject({
      schema: "elegy-model",
      version: 1,
      name: "M",
      states: {
        netParams: [{ object: { w: { tensor: "netParams.0.w", dtype: "float32", shape: [2, 3] } } }],
      },
    });
  });

  it.each<DType>(["float64", "float32", "float16", "int32", "uint32", "uint8", "bool"])(
    "keeps %s of any shape",
    async (dtype) => {
      const leaves = [[], [0], [2, 0], [2, 3]].map((shape) => {
        const length = shape.reduce((a, b) => a * b, 1);
        const bytes = Uint8Array.from({ length: length * storedDType(dtype).bytes }, (_, i) => i % 2);
        return hostTensor({ dtype, shape, data: storedDType(dtype).view(bytes.buffer) });
      });
      expect(await roundTrip({ leaves })).toEqual({ leaves });
    },
  );

  it("keeps any keys apart", async () => {
    const keys = [
      "",
      ".",
      "a.b",
      "a",
      "~",
      "~1",
      "__proto__",
      "__metadata__",
      "constructor",
      "0",
      "\ud800",
      "ä😀",
    ];
    const inner = (seed: number): object =>
      Object.fromEntries(
        [...keys, "tensor", "object", "undefined"].map((key, i) => [key, scalar(seed * 100 + i)]),
      );
    const states = Object.fromEntries([
      ...keys.map((key, i) => [key, key === "a" ? { b: scalar(1), ...inner(i) } : inner(i)] as const),
      ["top.level", scalar(-1)],
      ["tensor", { tensor: "not one", dtype: "nor this", shape: [] }],
    ]);
    const loaded = await roundTrip(states);
    expect(loaded).toEqual(states);
    expect(Object.hasOwn(loaded, "__proto__")).toBe(true);
    expect(await roundTrip({ __metadata__: scalar(1), "~2metadata__": scalar(2) })).toMatchObject({
      __metadata__: { data: Float32Array.of(1) },
      "~2metadata__": { data: Float32Array.of(2) },
    });
  });

  it("keeps plain values, and those that JSON has no words for", async () => {
    const values = [
      0,
      -0,
      1.5e300,
      Number.NaN,
      Infinity,
      -Infinity,
      true,
      false,
      "",
      "NaN",
      null,
      undefined,
      [],
      {},
    ];
    expect(await roundTrip({ values })).toStrictEqual({ values });
    expect(await roundTrip({})).toStrictEqual({});
  });

  it("keeps trees of any structure", async () => {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const grow = (depth: number): unknown => {
      const kind = random(depth === 0 ? 4 : 8);
      if (kind === 0) return null;
      if (kind === 1) return random(100);
      if (kind < 4) return scalar(random(100));
      const children = Array.from({ length: random(4) }, () => grow(depth - 1));
      return kind < 6
        ? children
        : Object.fromEntries(children.map((child, i) => [`k${"._~"[i % 3]}${i}`, child]));
    };
    for (let turn = 0; turn < 50; turn++) {
      const states = { a: grow(4), b: grow(4) };
      expect(await roundTrip(states)).toStrictEqual(states);
    }
  });

  it("replaces the one saved before", async () => {
    const path = newPath();
    await saveModelFolder(path, { a: scalar(1), b: scalar(2) }, { name: "M" });
    await saveModelFolder(path, { a: scalar(3) }, { name: "M" });
    expect((await loadModelFolder(path)).states).toEqual({ a: scalar(3) });
    expect(await readdir(join(path, ".."))).toEqual(["model"]);
  });
});

describe("saving", () => {
  it.each<[string, unknown, string]>([
    [
      "a typed array",
      { a: [Float32Array.of(1)] },
      "`a.0` is nothing that can be saved. Expected trees of tensors, numbers, strings, booleans, null and undefined; received a Float32Array. Make a tensor of it",
    ],
    ["a function", { f: () => 1 }, "received a function"],
    ["a class", { when: new Date() }, "received a Date. Keep it outside the states, or register its class"],
    ["a bigint", { n: 1n }, "received a bigint"],
    ["a list", [1], "the states are no fields with names"],
    ["a tensor", scalar(1), "received f32[]"],
  ])("%s is refused", async (_title, states, message) => {
    const path = newPath();
    const refused = saveModelFolder(path, states, { name: "M" });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ code: "ELEGY_STATE_UNSAVABLE" });
    await expect(readdir(path)).rejects.toThrow("ENOENT");
  });

  it("that fails leaves the model saved before, and says so", async () => {
    const path = newPath();
    await saveModelFolder(path, { a: scalar(1) }, { name: "M" });
    const full = {
      ...fileSystem,
      writeFolderAtomically: () => Promise.reject(new Error("no space left on device")),
    };
    const failed = saveModelFolder(path, { a: scalar(2) }, { name: "M" }, full);
    await expect(failed).rejects.toMatchObject({ code: "ELEGY_MODEL_FOLDER_UNWRITABLE" });
    await expect(failed).rejects.toThrow(
      "received no space left on device. A model saved there before is as it was.".replace(
        "received",
        "Received",
      ),
    );
    expect((await loadModelFolder(path)).states).toEqual({ a: scalar(1) });
  });

  it("to a folder with other files is refused, and to a path within a file", async () => {
    const path = newPath();
    await mkdir(path, { recursive: true });
    await writeFile(join(path, "thesis.tex"), "mine");
    await expect(saveModelFolder(path, {}, { name: "M" })).rejects.toMatchObject({
      code: "ELEGY_FOLDER_OCCUPIED",
    });
    expect(await readdir(path)).toEqual(["thesis.tex"]);
    const within = saveModelFolder(join(path, "thesis.tex", "m"), {}, { name: "M" });
    await expect(within).rejects.toThrow(/save: the model could not be written to .*ENOTDIR/);
    await expect(saveModelFolder("", {}, { name: "M" })).rejects.toThrow("save: there is no path");
  });
});

describe("loading is refused with the reason", () => {
  let good: string;
  beforeAll(async () => {
    good = newPath();
    const states = { netParams: [scalar(1), scalar(2)], step: 1 };
    await saveModelFolder(good, states, { name: "M" });
  });

  type Document = Record<string, unknown>;

  /** A copy of the good folder with changes. */
  async function changed(change: (document: Document, path: string) => void): Promise<string> {
    const path = newPath();
    await cp(good, path, { recursive: true });
    const file = join(path, "model.json");
    const document = JSON.parse(readFileSync(file, "utf8")) as Document;
    change(document, path);
    writeFileSync(file, JSON.stringify(document));
    return path;
  }

  async function expectRefusal(path: string, message: string): Promise<void> {
    const refused = loadModelFolder(path);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({
      code: "ELEGY_MODEL_FOLDER_INVALID",
      name: "ModelFolderInvalidError",
    });
  }

  const replaceTensors = (path: string, tensors: readonly (readonly [string, HostTensor])[]): void =>
    writeFileSync(join(path, "states.safetensors"), encodeSafetensors(new Map(tensors)));

  it.each<[string, (document: Document, path: string) => void, string]>([
    [
      "another schema",
      (d) => (d["schema"] = "keras"),
      'describes no model. Expected schema "elegy-model"; received "keras".',
    ],
    ["no schema", (d) => delete d["schema"], "received nothing"],
    [
      "a newer version",
      (d) => (d["version"] = 2),
      "was written by a newer version of @elegy/core. Expected version 1; received version 2. Update @elegy/core to read it.",
    ],
    ["a version that is none", (d) => (d["version"] = "1"), "has no valid version"],
    ["no name", (d) => delete d["name"], "has no valid name"],
    ["no states", (d) => (d["states"] = []), "has no valid states"],
    ["a date that is none", (d) => (d["created"] = 5), "has no valid date"],
    ["a checksum that is none", (d) => (d["statesSha256"] = 5), "has no valid checksum"],
    [
      "an unknown node",
      (d) => (d["states"] = { a: { weird: 1 } }),
      "nothing that can be understood about `a`",
    ],
    ["a bare number", (d) => (d["states"] = { a: [1] }), "nothing that can be understood about `a.0`"],
    ["an unknown number", (d) => (d["states"] = { a: { number: "one" } }), 'received {"number":"one"}'],
    [
      "an unknown dtype",
      (d) => (d["states"] = { a: { tensor: "a", dtype: "int64", shape: [] } }),
      "understood about `a`",
    ],
    ["two kinds at once", (d) => (d["states"] = { a: { number: 1, string: "" } }), "understood about `a`"],
    ["no tensors", (_, path) => replaceTensors(path, []), "is damaged or was changed"],
  ])("%s", async (_title, change, message) => {
    await expectRefusal(await changed(change), message);
  });

  const withoutChecksum = (tensors: readonly (readonly [string, HostTensor])[]): Promise<string> =>
    changed((document, path) => {
      delete document["statesSha256"];
      replaceTensors(path, tensors);
    });

  it("a missing tensor", async () => {
    const path = await withoutChecksum([["netParams.0", scalar(1)]]);
    await expectRefusal(path, "the tensor of `netParams.1` is missing");
    await expectRefusal(path, 'Expected a tensor named "netParams.1"; received 1 others.');
  });

  it("a further tensor", async () => {
    const names = ["netParams.0", "netParams.1", "other"];
    const path = await withoutChecksum(names.map((name, i) => [name, scalar(i)]));
    await expectRefusal(
      path,
      'has tensors that model.json does not know. Expected 2 tensors; received 3, of them "other".',
    );
  });

  it("another shape", async () => {
    const vector = hostTensor({ dtype: "float32", shape: [1], data: Float32Array.of(1) });
    const path = await withoutChecksum([
      ["netParams.0", vector],
      ["netParams.1", scalar(1)],
    ]);
    await expectRefusal(
      path,
      "the files disagree about `netParams.0`. Expected f32[], as model.json says; received f32[1].",
    );
  });

  it("a tensor used twice", async () => {
    const path = await changed((document) => {
      const leaf = { tensor: "netParams.0", dtype: "float32", shape: [] };
      document["states"] = { netParams: [leaf, leaf] };
    });
    await expectRefusal(path, "received one that is used elsewhere already");
  });

  it("but without checksum and with the same shapes, a changed file is read", async () => {
    const path = await withoutChecksum(["netParams.0", "netParams.1"].map((name) => [name, scalar(9)]));
    expect((await loadModelFolder(path)).states).toEqual({ netParams: [scalar(9), scalar(9)], step: 1 });
  });

  it("any changed byte of the tensors", async () => {
    const bytes = readFileSync(join(good, "states.safetensors"));
    for (const at of bytes.keys()) {
      const path = await changed((_, folder) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ 1;
        writeFileSync(join(folder, "states.safetensors"), damaged);
      });
      await expect(loadModelFolder(path)).rejects.toMatchObject({ code: "ELEGY_MODEL_FOLDER_INVALID" });
    }
  });

  it("cut files, missing files, other folders", async () => {
    for (const file of ["states.safetensors", "model.json"]) {
      const path = newPath();
      await cp(good, path, { recursive: true });
      const bytes = readFileSync(join(path, file));
      await writeFile(join(path, file), bytes.subarray(0, bytes.length - 3));
      await expectRefusal(
        path,
        file === "model.json" ? "model.json` is not valid JSON" : "is cut off within its data",
      );
      await rm(join(path, file));
      await expectRefusal(
        path,
        `/${file}\` is missing. Expected a folder with model.json and states.safetensors; received only`,
      );
    }
    await expectRefusal(newPath(), "load: there is no model in");
    await expectRefusal(root, "received neither");
    await expectRefusal(join(good, "model.json"), "cannot be read");
    await expectRefusal(join(good, "model.json", "deeper"), "cannot be read");
  });

  it("a key twice in the document", async () => {
    const path = await changed(() => undefined);
    const text = readFileSync(join(path, "model.json"), "utf8");
    writeFileSync(join(path, "model.json"), text.replace('"name"', '"name":"M","name"'));
    await expectRefusal(path, 'the key "name" stands twice');
  });
});
