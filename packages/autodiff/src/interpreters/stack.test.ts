import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, jvp, makeGraph, np, setBackend, type Tensor, valueAndGrad, vjp, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";
import { innermostInterpreter, isTracing } from "./stack.ts";

beforeEach(() => setBackend(reference()));

const vector = (): Tensor => np.array([1.5, 2]);
const throwing = (x: Tensor): Tensor => {
  throw new RangeError(`inside, with ${x.ndim} axes`);
};

describe("is left as it was", () => {
  test.each([
    ["jit", () => jit(throwing)(vector())],
    ["grad", () => grad(throwing)(vector())],
    ["valueAndGrad", () => valueAndGrad(throwing)(vector())],
    ["vjp", () => vjp(throwing, vector())],
    ["jvp", () => jvp(throwing, [vector()], [vector()])],
    ["vmap", () => vmap(throwing)(vector())],
    ["makeGraph", () => makeGraph(throwing)(vector())],
    ["all together", () => jit(grad((x: Tensor) => vmap(jit(throwing))(x).sum()))(vector())],
    ["a shape error in a trace", () => jit((x: Tensor) => x.reshape([3]))(vector())],
  ])("by an exception inside %s", (_name, run) => {
    const before = innermostInterpreter();
    expect(run).toThrow(/inside|the number of elements differs/);
    expect(innermostInterpreter()).toBe(before);
    expect(isTracing()).toBe(false);
    expect(values(vector().add(1))).toEqual([2.5, 3]);
  });

  test("when the exception is caught in a trace, which goes on", () => {
    const f = jit((x: Tensor) => {
      expect(() => vmap(throwing)(x)).toThrow(RangeError);
      return x.add(1);
    });
    expect(values(f(vector()))).toEqual([2.5, 3]);
  });

  test("by a generator that a trace starts and somebody else goes on with", () => {
    let numbers: Generator<string> | undefined;
    function* steps(): Generator<string> {
      while (true) yield innermostInterpreter().name;
    }
    jit((x: Tensor) => {
      numbers = steps();
      expect(numbers.next().value).toBe("jit");
      return vmap((row: Tensor) => {
        expect(numbers?.next().value).toBe("vmap");
        return row;
      })(x);
    })(vector());
    expect(numbers?.next().value).toBe("eager evaluation");
  });

  test("by a generator that opens traces of its own between two steps", () => {
    function* losses(x: Tensor): Generator<Tensor> {
      yield grad((y: Tensor) => y.square().sum())(x);
      yield x.add(1);
    }
    const outside = losses(vector());
    const inside = jit((x: Tensor) => [outside.next().value as Tensor, ...losses(x)])(vector());
    expect(inside.map(values)).toEqual([
      [3, 4],
      [3, 4],
      [2.5, 3],
    ]);
    expect(values(outside.next().value as Tensor)).toEqual([2.5, 3]);
  });

  test("across an await between two traces", async () => {
    const f = jit((x: Tensor) => x.mul(2));
    const [a, b] = await Promise.all(
      [1, 2].map(async (by) => {
        const y = f(vector().mul(by));
        await y.data();
        return values(grad((x: Tensor) => x.sum())(y));
      }),
    );
    expect([a, b]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe("a tensor that escapes from its trace", () => {
  test.each([
    ["jit", (keep: (x: Tensor) => Tensor) => jit(keep)(vector())],
    ["vmap", (keep: (x: Tensor) => Tensor) => vmap(keep)(vector())],
    ["makeGraph", (keep: (x: Tensor) => Tensor) => makeGraph(keep)(vector())],
    ["grad", (keep: (x: Tensor) => Tensor) => grad((x: Tensor) => keep(x).sum())(vector())],
  ])("%s", (name, run) => {
    let escaped: Tensor | undefined;
    run((x) => {
      escaped = x.mul(2);
      return x;
    });
    expect(() => escaped?.add(1)).toThrow(
      expect.objectContaining({
        code: "ELEGY_TRACER_ESCAPED",
        message: expect.stringContaining(`a tensor traced by ${name} is used outside of it`) as string,
      }) as Error,
    );
    expect(() => jit((x: Tensor) => x.add(escaped!))(vector())).toThrow(
      expect.objectContaining({ code: "ELEGY_TRACER_ESCAPED" }) as Error,
    );
  });
});
