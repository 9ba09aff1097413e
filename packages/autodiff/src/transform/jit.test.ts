import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import {
  grad,
  jit,
  jvp,
  lax,
  nn,
  np,
  setBackend,
  stopGradient,
  type Tensor,
  tree,
  valueAndGrad,
} from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });

/** A function that counts how often it is traced. */
function counted<A extends readonly unknown[], R>(
  f: (...args: A) => R,
): { f: (...args: A) => R; traces: () => number } {
  let traces = 0;
  return {
    f: (...args) => {
      traces += 1;
      return f(...args);
    },
    traces: () => traces,
  };
}

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe("traces once per signature", () => {
    test("of shape and dtype", () => {
      const { f, traces } = counted((x: Tensor) => x.mul(2));
      const compiled = jit(f);
      expect(values(compiled(floats([1, 2])))).toEqual([2, 4]);
      expect(values(compiled(floats([3, 4])))).toEqual([6, 8]);
      expect(traces()).toBe(1);
      compiled(floats([1]));
      expect(traces()).toBe(2);
      expect(compiled(np.array([1, 2])).dtype).toBe("int32");
      expect(traces()).toBe(3);
      compiled(floats([5, 6]));
      expect(traces()).toBe(3);
    });

    test("of structure, whatever the order of keys", () => {
      const { f, traces } = counted((params: Record<string, Tensor>) => Object.values(params)[0]!.add(1));
      const compiled = jit(f);
      const [a, b] = [floats([1]), floats([2])];
      compiled({ a, b });
      compiled({ b, a });
      expect(traces()).toBe(1);
      compiled({ a });
      compiled({ a, c: b });
      expect(traces()).toBe(3);
    });

    test("of static arguments by identity", () => {
      const { f, traces } = counted((x: Tensor, act: (x: Tensor) => Tensor, scale: unknown) =>
        act(x).mul(scale === "twice" ? 2 : 1),
      );
      const compiled = jit(f, { static: [1, 2] });
      expect(values(compiled(floats([-1, 1]), nn.relu, "twice"))).toEqual([0, 2]);
      compiled(floats([3, 4]), nn.relu, "twice");
      expect(traces()).toBe(1);
      compiled(floats([3, 4]), np.tanh, "twice");
      compiled(floats([3, 4]), nn.relu, { scale: 1 });
      compiled(floats([3, 4]), nn.relu, { scale: 1 });
      expect(traces()).toBe(4);
    });

    test("and tells apart static values that read alike", () => {
      const { f, traces } = counted((x: Tensor, kind: unknown) => x.add(kind === 0 ? 1 : 2));
      const compiled = jit(f, { static: [1] });
      const kinds: unknown[] = [
        0,
        -0,
        "0",
        null,
        "null",
        undefined,
        false,
        1n,
        1,
        Symbol("a"),
        Symbol("a"),
        Symbol.for("a"),
      ];
      for (const kind of [...kinds, ...kinds]) compiled(floats([1]), kind);
      expect(traces()).toBe(kinds.length);
    });

    test("and forgets those not used for longest", () => {
      const { f, traces } = counted((x: Tensor) => x.sum());
      const compiled = jit(f);
      for (let size = 1; size <= 65; size++) compiled(np.ones([size]));
      compiled(np.ones([65]));
      expect(traces()).toBe(65);
      compiled(np.ones([1]));
      expect(traces()).toBe(66);
    });
  });

  describe("arguments", () => {
    test("numbers give way to the dtype they meet, and do not trace again", () => {
      const { f, traces } = counted((x: Tensor, rate: number) => x.mul(rate));
      const compiled = jit(f);
      const half = compiled(np.array([2, 4], { dtype: "uint32" }), 3);
      expect([half.dtype, values(half)]).toEqual(["uint32", [6, 12]]);
      compiled(np.array([2, 4], { dtype: "uint32" }), 5);
      expect(traces()).toBe(1);
      expect(compiled(np.array([2]), 0.5).dtype).toBe("float32");
      expect(values(compiled(floats([2]), 3))).toEqual([6]);
    });

    test("null and undefined are parts of a tree", () => {
      const f = jit((x: Tensor, options: { bias: Tensor | null; extra?: Tensor | undefined }) =>
        options.bias ? x.add(options.bias) : x.neg(),
      );
      expect(values(f(floats([1]), { bias: null }))).toEqual([-1]);
      expect(values(f(floats([1]), { bias: floats([2]), extra: undefined }))).toEqual([3]);
    });

    test("what is no tensor is an error that names it", () => {
      const f = jit(function step(_: Tensor, options: unknown) {
        return options as Tensor;
      });
      expect(() => f(floats([1]), { mode: "train" })).toThrow(
        "step: argument 1 at `mode` is not a tensor. Expected tensors and numbers in plain objects, arrays and registered classes; received string train. Make it with np.array, or name the argument static: jit(f, { static: [1] }).",
      );
    });
  });

  describe("results", () => {
    test("are trees; an argument, a constant and one value twice too", () => {
      const f = jit((x: Tensor) => ({ x, pair: [x.add(1), x.add(1)] as const, none: null, number: 3 }));
      const x = floats([1]);
      const result = f(x);
      expect(values(result.x)).toEqual([1]);
      expect(result.pair.map(values)).toEqual([[2], [2]]);
      expect(result.none).toBeNull();
      expect(values(result.number as unknown as Tensor)).toBe(3);
      // Each result is a buffer of its own.
      result.x.dispose();
      result.pair[0].dispose();
      expect([values(x), values(result.pair[1])]).toEqual([[1], [2]]);
    });

    test("that are no tensors are an error", () => {
      expect(() => jit((x: Tensor) => [x, "no"])(floats([1]))).toThrow(
        "jit: the result at `1` is not a tensor",
      );
      expect(() => jit(async (x: Tensor) => x)(floats([1]))).toThrow("The function is asynchronous");
      expect(() =>
        jit(function* numbers(x: Tensor) {
          yield x;
        })(floats([1])),
      ).toThrow("numbers: the result is not a tensor");
    });

    test("without arguments", () => {
      expect(values(jit(() => np.ones([2]).add(1))())).toEqual([2, 2]);
    });
  });

  test("tensors from outside are captured", () => {
    const w = floats([10, 20]);
    const f = jit((x: Tensor) => x.mul(w).add(w));
    expect(values(f(floats([1, 2])))).toEqual([20, 60]);
    expect(values(grad((x: Tensor) => f(x).sum())(floats([1, 2])))).toEqual([10, 20]);
    expect(values(grad((y: Tensor) => jit((x: Tensor) => x.mul(y))(y).sum())(floats([3])))).toEqual([6]);
    w.dispose();
    expect(() => f(floats([1, 2]))).toThrow(
      expect.objectContaining({ code: "ELEGY_TENSOR_DISPOSED" }) as Error,
    );
  });

  describe("nested", () => {
    const inner = jit((x: Tensor) => ({ y: x.sin(), rest: [x.mul(x)] }));
    const outer = jit((x: Tensor) =>
      tree
        .leaves(inner(x))
        .reduce((sum: Tensor, leaf) => sum.add(leaf as Tensor), np.zeros([]))
        .sum(),
    );
    const plain = (x: Tensor): Tensor => x.sin().add(x.mul(x)).sum();

    test("jit in jit", () => {
      expect(values(outer(floats([1])))).toBeCloseTo(Math.sin(1) + 1, 6);
    });

    test.each([
      ["grad of jit", grad(outer)],
      ["jit of grad", jit(grad(plain))],
      ["jit of grad of jit", jit(grad(outer))],
      ["valueAndGrad", (x: Tensor) => valueAndGrad(outer)(x)[1]],
      ["jvp", (x: Tensor) => jvp(outer, [x], [floats([1])])[1].reshape([1])],
    ])("%s", (_name, derivative) => {
      // Twice: the second time from the cache.
      for (const x of [1, 2]) {
        expect((values(derivative(floats([x]))) as number[])[0]).toBeCloseTo(Math.cos(x) + 2 * x, 5);
      }
    });

    test("the second derivative", () => {
      const first = jit(grad(outer));
      const second = jit(grad((x: Tensor) => jit(first)(x).sum()));
      expect((values(second(floats([1]))) as number[])[0]).toBeCloseTo(2 - Math.sin(1), 5);
      const third = grad((x: Tensor) => second(x).sum());
      expect((values(third(floats([1]))) as number[])[0]).toBeCloseTo(-Math.cos(1), 5);
    });

    test("the gradient of a part of the arguments and results", () => {
      const f = jit((x: Tensor, n: Tensor, y: Tensor) => ({
        index: n.add(1),
        loss: x.mul(y).sum(),
        y: y.mul(2),
        x: stopGradient(x),
      }));
      const loss = (x: Tensor, y: Tensor): Tensor => {
        const { loss, y: twice, x: stopped, index } = f(x, np.array([1]), y);
        return loss.add(twice.sum()).add(stopped.mul(index).sum());
      };
      const [dx, dy] = grad(loss, { argnums: [0, 1] })(floats([2]), floats([3]));
      expect([values(dx), values(dy)]).toEqual([[3], [4]]);
      expect(values(grad(loss, { argnums: 1 })(floats([2]), floats([3])))).toEqual([4]);
    });
  });

  test("an exception in a trace is not remembered", () => {
    let broken = true;
    const f = jit((x: Tensor) => {
      if (broken) throw new RangeError("not yet");
      return x.add(1);
    });
    expect(() => f(floats([1]))).toThrow(RangeError);
    broken = false;
    expect(values(f(floats([1])))).toEqual([2]);
  });

  test("positions are counted from the front", () => {
    expect(() => jit((x: Tensor) => x, { donate: [-1] })).toThrow(
      "jit: donate names no argument. Expected positions counted from 0; received -1.",
    );
  });

  test("lax.copy twice gives two buffers", () => {
    const [a, b] = jit((x: Tensor) => [lax.copy(x), lax.copy(x)] as const)(floats([1]));
    a.dispose();
    expect(values(b)).toEqual([1]);
  });
});
