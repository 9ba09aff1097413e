import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import {
  ArgumentInvalidError,
  BackendMismatchError,
  devicePut,
  DTypeUnsupportedError,
  grad,
  jit,
  np,
  random,
  setBackend,
  type Tensor,
  TensorDisposedError,
  TracedValueError,
  vmap,
} from "../index.ts";
import type { Backend } from "./backend.ts";

let [a, b]: readonly [Backend, Backend] = [cpu(), reference()];

beforeEach(() => {
  [a, b] = [cpu(), reference()];
  setBackend(a);
});

describe("tensor.to", () => {
  it.each(["float32", "float16", "int32", "uint32", "uint8", "bool"] as const)(
    "moves %s bit by bit, and back",
    async (dtype) => {
      const x = np.array([0, 1, 1, 0, 1, 1], { dtype }).reshape([2, 3]);
      const moved = await x.to(b);
      expect(moved.spec).toEqual(x.spec);
      expect(await moved.data()).toEqual(await x.data());
      expect(await (await moved.to(a)).data()).toEqual(await x.data());
      expect(b.memory()).toEqual({ buffers: 1, bytes: expect.any(Number) });
    },
  );

  it("moves special values, scalars and what is empty", async () => {
    const special = np.array([NaN, Infinity, -Infinity, -0, 1e-45], { dtype: "float32" });
    expect(await (await special.to(b)).data()).toEqual(await special.data());
    expect((await np.zeros([0, 3]).to(b)).shape).toEqual([0, 3]);
    expect(await (await np.array(7).to(b)).item()).toBe(7);
  });

  it("is there to compute with", async () => {
    const x = await np.array([1, 2]).to(b);
    setBackend(b);
    expect(x.add(x).mul(3).dataSync()).toEqual(Int32Array.of(6, 12));
    expect(await jit((y: Tensor) => y.mul(y).sum())(x).item()).toBe(5);
  });

  it("copies, also where the backend is the same", async () => {
    const x = np.array([1, 2]);
    for (const backend of [a, b]) {
      const copy = await x.to(backend);
      copy.dispose();
      expect(x.dataSync()).toEqual(Int32Array.of(1, 2));
    }
  });

  it("leaves a traced tensor alone, under every transformation", async () => {
    const moves: Promise<unknown>[] = [];
    const f = (x: Tensor): Tensor => {
      moves.push(x.to(b));
      return x.mul(x).sum();
    };
    jit(f)(np.ones([2]));
    grad(f)(np.ones([2]));
    vmap(f)(np.ones([2, 2]));
    expect(moves).toHaveLength(3);
    for (const move of moves) {
      await expect(move).rejects.toThrow(TracedValueError);
      await expect(move).rejects.toThrow("Move it outside of the function");
    }
  });

  it("tells a dtype that the other backend has not, and how to convert", async () => {
    const halves: Backend = { ...reference(), name: "small", dtypes: new Set(["float32", "int32"]) };
    const move = np.ones([3], { dtype: "float16" }).to(halves);
    await expect(move).rejects.toThrow(DTypeUnsupportedError);
    await expect(move).rejects.toThrow(
      'devicePut: the small backend has no float16. Expected float32, int32; received f16[3]. Convert it first: x.astype("float32").',
    );
  });

  it("tells what is no backend, and a promise of one", async () => {
    const promised = Promise.resolve(b) as unknown as Backend;
    await expect(np.ones([1]).to(promised)).rejects.toThrow(
      "devicePut: this is no backend. Expected a backend; received a promise. Wait for it: await webgpu().",
    );
    await expect(np.ones([1]).to("cpu" as never)).rejects.toThrow(ArgumentInvalidError);
    expect(() => setBackend(promised)).toThrow("setBackend: this is no backend");
    expect(() => setBackend(cpu as never)).toThrow("received a function");
  });

  it("tells a tensor that is gone", async () => {
    const x = np.ones([1]);
    x.dispose();
    await expect(x.to(b)).rejects.toThrow(TensorDisposedError);
  });
});

describe("devicePut", () => {
  it("moves the tensors of a tree, and leaves all else", async () => {
    const moved = await devicePut({ w: [np.ones([2]), null], step: 3, name: "n" }, b);
    setBackend(b);
    expect(moved.step).toBe(3);
    expect(moved.name).toBe("n");
    expect(moved.w[1]).toBeNull();
    expect(moved.w[0]?.add(np.ones([2])).dataSync()).toEqual(Float32Array.of(2, 2));
  });

  it("keeps one tensor one", async () => {
    const x = np.ones([2]);
    const moved = await devicePut({ x, y: x }, b);
    expect(moved.x).toBe(moved.y);
    expect(b.memory().buffers).toBe(1);
  });

  it("moves all or nothing", async () => {
    let uploads = 0;
    const full: Backend = {
      name: "full",
      dtypes: b.dtypes,
      upload(data, spec) {
        if (++uploads === 2) throw new Error("out of memory");
        return b.upload(data, spec);
      },
      download: (buffer) => b.download(buffer),
      release: (buffer) => b.release(buffer),
      compile: (graph, options) => b.compile(graph, options),
      memory: () => b.memory(),
      dispose: () => b.dispose(),
    };
    const x = np.ones([2]);
    await expect(devicePut([x, np.ones([3]), np.ones([4])], full)).rejects.toThrow("out of memory");
    expect(b.memory().buffers).toBe(0);
    expect(x.dataSync()).toEqual(Float32Array.of(1, 1));
  });

  it("moves keys: the random numbers go on", async () => {
    const key = random.key(3);
    const here = await random.normal(key, [4]).array();
    const moved = await key.to(b);
    setBackend(b);
    const there = (await random.normal(moved, [4]).array()) as number[];
    (here as number[]).forEach((value, i) => expect(there[i]).toBeCloseTo(value, 5));
  });
});

describe("two backends", () => {
  it.each([
    ["another kind", reference, "i32[2] on cpu and i32[2] on reference (the one that is set)"],
    ["the same kind", cpu, "i32[2] on cpu and i32[2] on another cpu (the one that is set)"],
  ] as const)("do not meet in an operation: %s", (_, make, received) => {
    const x = np.array([1, 2]);
    setBackend(make());
    const y = np.array([1, 2]);
    const meet = (): Tensor => x.add(y);
    expect(meet).toThrow(BackendMismatchError);
    expect(meet).toThrow(
      `add: the operands live on different backends. Expected all on one; received ${received}. Move one of them: await x.to(backend), await states.to(backend). What an operation adds, such as a count, is on the one that is set.`,
    );
    expect(() => y.add(x)).toThrow(BackendMismatchError);
    expect(() => np.where(np.array([true, false]), x, y)).toThrow(BackendMismatchError);
    expect(() => np.concatenate([x, y])).toThrow(BackendMismatchError);
  });

  it("do not meet in the arguments of a compiled function", () => {
    const x = np.array([1, 2]);
    setBackend(b);
    const f = jit((u: Tensor, v: Tensor) => u.add(v), { name: "f", donate: [0] });
    expect(() => f(x, np.array([1, 2]))).toThrow(
      "f: the operands live on different backends. Expected all on one; received i32[2] on cpu and i32[2] on reference (the one that is set).",
    );
    // Nothing has been taken.
    expect(x.dataSync()).toEqual(Int32Array.of(1, 2));
  });

  it("do not meet in what a compiled function uses from outside", () => {
    const w = np.array([1, 2]);
    const f = jit((u: Tensor) => u.add(w), { name: "f" });
    expect(f(w).dataSync()).toEqual(Int32Array.of(2, 4));
    setBackend(b);
    expect(() => f(np.array([1, 2]))).toThrow(BackendMismatchError);
    expect(() => f(np.array([1, 2]))).toThrow(
      "f: it uses a tensor from outside that lives on another backend",
    );
  });

  it("do not meet in grad, vmap and control flow", () => {
    const x = np.ones([2]);
    setBackend(b);
    const y = np.ones([2]);
    const f = (u: Tensor): Tensor => u.mul(x).sum();
    expect(() => grad(f)(y)).toThrow(BackendMismatchError);
    expect(() => vmap((u: Tensor) => u.mul(x))(y)).toThrow(BackendMismatchError);
  });
});

describe("after another backend was set", () => {
  it("numbers go where the other operand is", async () => {
    const x = np.array([1, 2], { dtype: "float32" });
    setBackend(b);
    expect(await x.mul(2).add(1).div(2).array()).toEqual([1.5, 2.5]);
    expect(await np.where(x.greater(1), x, 0).array()).toEqual([0, 2]);
    expect(await jit((y: Tensor) => y.mean())(x).item()).toBe(1.5);
    expect(b.memory().buffers).toBe(0);
  });

  it("a compiled function runs where its arguments are, with the arrays that it makes", async () => {
    const f = jit((x: Tensor, by: number) => x.mul(np.array([10, 20])).mul(by));
    const x = np.array([1, 2]);
    expect(await f(x, 2).array()).toEqual([20, 80]);
    setBackend(b);
    expect(await f(np.array([1, 2]), 2).array()).toEqual([20, 80]);
    expect(await f(x, 2).array()).toEqual([20, 80]);
    setBackend(a);
    expect(await f(x, 3).array()).toEqual([30, 120]);
  });

  it("the first may be disposed of", async () => {
    const f = jit((x: Tensor) => x.mul(np.array([10, 20])).sum());
    f(np.array([1, 2]));
    const moved = await np.array([1, 2]).to(b);
    setBackend(b);
    a.dispose();
    expect(await f(moved).item()).toBe(50);
  });
});
