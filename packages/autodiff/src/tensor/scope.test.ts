import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { getBackend, grad, jit, np, scope, setBackend, type Tensor } from "../index.ts";
import { values } from "./close.test-support.ts";

const alive = (): number => getBackend().memory().buffers;

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test("disposes of what was made and not returned", () => {
    const x = np.ones([4]);
    const before = alive();
    let inner: Tensor | undefined;
    const { kept } = scope(() => {
      inner = x.mul(2);
      return { kept: [inner.add(1)] };
    });
    expect(values(kept[0]!)).toEqual([3, 3, 3, 3]);
    expect(() => inner?.dataSync()).toThrow("the tensor was disposed");
    expect(values(x)).toEqual([1, 1, 1, 1]);
    expect(alive()).toBe(before + 1);
  });

  test("what an inner scope returns belongs to the outer one", () => {
    let inner: Tensor | undefined;
    const result = scope(() => {
      inner = scope(() => np.ones([2]).add(1));
      return inner.add(1);
    });
    expect(values(result)).toEqual([3, 3]);
    expect(() => inner?.dataSync()).toThrow("disposed");
  });

  test("disposes of everything if it throws", () => {
    const before = alive();
    expect(() =>
      scope(() => {
        np.ones([3]).add(1);
        throw new RangeError("inside");
      }),
    ).toThrow(RangeError);
    expect(alive()).toBe(before);
  });

  test("around a gradient leaves only the gradient", () => {
    const x = np.ones([3]);
    const f = grad((y: Tensor) => y.mul(y).exp().sum());
    const before = alive();
    const gradient = scope(() => f(x));
    expect(alive()).toBe(before + 1);
    expect((values(gradient) as number[])[0]).toBeCloseTo(2 * Math.E, 4);
  });

  test("inside of a transformation leaves what is needed later", () => {
    const f = (x: Tensor): Tensor => scope(() => x.sin().mul(x.mul(2))).sum();
    // d 2x·sin x = 2 sin x + 2x·cos x
    const expected = 2 * Math.sin(1) + 2 * Math.cos(1);
    for (const transform of [grad(f), jit(grad(f)), grad(jit(f))]) {
      expect((values(transform(np.ones([1]))) as number[])[0]).toBeCloseTo(expected, 5);
    }
  });

  test("around the first call of a jitted function leaves what that has captured", () => {
    const f = jit((x: Tensor) => x.mul(np.array([1, 2, 3])).add(np.arange(3)));
    for (let i = 0; i < 2; i++) expect(values(scope(() => f(np.ones([3]))))).toEqual([1, 3, 5]);
  });
});

test("using, dispose: once or twice", () => {
  setBackend(BACKENDS[0]![1]());
  {
    using x = np.array([1, 2]);
    x.dispose();
  }
  expect(alive()).toBe(0);
});
