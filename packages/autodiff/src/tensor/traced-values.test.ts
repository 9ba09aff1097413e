import { inspect } from "node:util";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, jvp, np, setBackend, type Tensor, TracedValueError, vmap } from "../index.ts";

beforeEach(() => setBackend(reference()));

const uses: readonly (readonly [string, string, (x: Tensor) => unknown])[] = [
  ["if (x > 0)", "a JavaScript value", (x) => (x as unknown as number) > 0],
  ["Number(x)", "a JavaScript value", (x) => Number(x)],
  ["`${x}`", "a JavaScript value", (x) => `${x as unknown as number}`],
  ['"" + x', "a JavaScript value", (x) => "" + (x as unknown as number)],
  ["x.dataSync()", "dataSync()", (x) => x.dataSync()],
];

describe("a traced tensor used as a JavaScript value names itself and what to use instead", () => {
  test.each(uses)("%s under jit", (_use, as, use) => {
    const f = jit(function relu(x: Tensor): Tensor {
      use(x);
      return x;
    });
    expect(() => f(np.array(1.5))).toThrow(TracedValueError);
    expect(() => f(np.array(1.5))).toThrow(
      `relu: a traced tensor was used as ${as}. Expected operations on tensors only: a traced tensor stands for all values at once; received f32[]. Instead of \`if\` use np.where;`,
    );
  });

  test.each(uses)("%s under vmap, and under grad in jit", (_use, _as, use) => {
    const f = (x: Tensor): Tensor => {
      use(x);
      return x;
    };
    expect(() => vmap(f)(np.array([1.5]))).toThrow("vmap: a traced tensor");
    expect(() => jit(grad(f), { name: "train" })(np.array(1.5))).toThrow("train: a traced tensor");
  });

  test("await x.data(), x.array(), x.item()", async () => {
    const promises: Promise<unknown>[] = [];
    jit((x: Tensor) => {
      promises.push(x.data(), x.array(), x.item());
      return x;
    })(np.array(1.5));
    const outcomes = await Promise.allSettled(promises);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "ELEGY_TRACED_VALUE" } });
    }
  });

  test("to be shown is no use as a value", () => {
    let text = "";
    jit(function step(x: Tensor) {
      text = x.add(1).toString();
      return x;
    })(np.array([1.5]));
    expect(text).toBe("f32[1] traced by step");
  });
});

describe("eagerly, differentiation computes with real values", () => {
  const abs = (x: Tensor): Tensor => (Number(x) > 0 ? x : x.neg());

  test("which decide and are shown", () => {
    const seen: string[] = [];
    const gradient = grad((x: Tensor) => {
      seen.push(x.mul(2).toString(), `${x as unknown as number}`);
      return abs(x).mul(3);
    });
    expect(gradient(np.array(-1.5)).dataSync()).toEqual(Float32Array.of(-3));
    expect(seen).toEqual(["Tensor(-3., dtype=float32)", "Tensor(-1.5, dtype=float32)"]);
  });

  test("in nested derivatives, and read at once", () => {
    const twice = grad((x: Tensor) => grad((y: Tensor) => y.pow(y.dataSync()[0]!))(x));
    expect(twice(np.array(3, { dtype: "float32" })).dataSync()).toEqual(Float32Array.of(18));
    const [, dy] = jvp(abs, [np.array(-1.5)], [np.array(1, { dtype: "float32" })]);
    expect(dy.dataSync()).toEqual(Float32Array.of(-1));
  });
});

describe("a tensor with data as a JavaScript value", () => {
  test("is its one number", () => {
    expect(Number(np.array(2.5))).toBe(2.5);
    expect((np.array([3]) as unknown as number) > 2).toBe(true);
    expect(() => Number(np.array([1, 2]))).toThrow(
      "Number(tensor): more or less than one element. Expected a tensor of size 1; received i32[2]. Use `await x.array()` for all of them.",
    );
  });

  test("is text with its elements, as NumPy prints them", () => {
    expect(np.array([[1, 2]]).toString()).toBe("Tensor([[1 2]], dtype=int32)");
    expect(String(np.array([true]))).toBe("Tensor([ True], dtype=bool)");
    expect(inspect(np.array([Number.NaN, -Infinity, -0]))).toBe("Tensor([ nan -inf  -0.], dtype=float32)");
    expect(np.zeros([2, 1500]).toString().split("\n")[0]).toBe("Tensor([[0. 0. 0. ... 0. 0. 0.]");
    const x = np.array([1]);
    x.dispose();
    expect(x.toString()).toBe("i32[1] (disposed)");
  });
});
