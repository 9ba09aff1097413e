import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, lax, np, setBackend, type Tensor, vmap } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const inf = Infinity;
const nan = Number.NaN;

/** Whole numbers below 50 in no order: many are equal. */
function mixed(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 7919 + ((i * i) % 31)) % 50);
}

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe("sort", () => {
    test("puts NaN last and takes zeros for equal, as JAX", () => {
      const x = np.array([3, nan, 0, -0, inf, nan, -inf, 1, nan], { dtype: "float32" });
      const [sorted, places] = lax.sort([x, lax.iota("int32", 9)]);
      expect(Array.from(sorted.dataSync())).toEqual([-inf, 0, -0, 1, 3, inf, nan, nan, nan]);
      expect(values(places)).toEqual([6, 2, 3, 7, 0, 4, 1, 5, 8]);
    });

    test("does not heed the sign of a NaN", () => {
      const bits = np.array(Uint32Array.of(0xffc00000, 0x3f800000, 0x7fc00000, 0xff800000));
      const places = lax.sort([lax.bitcastConvertType(bits, "float32"), lax.iota("int32", 4)])[1];
      expect(values(places)).toEqual([3, 1, 0, 2]);
    });

    test.each([1, 2, 3, 5, 8, 13, 64, 100, 1000])("of %d elements is stable", (count) => {
      const keys = mixed(count);
      const order = keys.map((_key, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
      const [sorted, places] = lax.sortKeyVal(np.array(keys, { dtype: "int32" }), lax.iota("int32", count));
      expect(values(places)).toEqual(order);
      expect(values(sorted)).toEqual(order.map((i) => keys[i]));
    });

    test("by several keys", () => {
      const [first, second] = [mixed(60), mixed(120).slice(60).reverse()];
      const order = first
        .map((_key, i) => i)
        .sort((a, b) => first[a]! - first[b]! || second[a]! - second[b]! || a - b);
      const operands = [np.array(first), np.array(second), lax.iota("int32", 60)];
      expect(values(lax.sort(operands, { numKeys: 2 })[2]!)).toEqual(order);
    });

    test("moves gradients with the elements", () => {
      const weights = np.array([1, 10, 100, 1000]);
      const loss = (x: Tensor): Tensor => lax.sort(x).mul(weights).sum();
      expect(values(grad(loss)(np.array([0.5, -1, 3, 2])))).toEqual([10, 1, 1000, 100]);
      expect(values(jit(vmap(grad(loss)))(np.array([[0.5, -1, 3, 2]])))).toEqual([[10, 1, 1000, 100]]);
    });
  });

  describe("topK", () => {
    test("gives the first of equals first, and NaN before all, as JAX", () => {
      const x = np.array([3, nan, 0, -0, inf, -inf, 1, 1, nan], { dtype: "float32" });
      const [sorted, places] = lax.topK(x, 9);
      expect(Array.from(sorted.dataSync())).toEqual([nan, nan, inf, 3, 1, 1, 0, -0, -inf]);
      expect(values(places)).toEqual([1, 8, 4, 0, 6, 7, 2, 3, 5]);
      expect(places.dtype).toBe("int32");
    });

    test("0 is larger than -0", () => {
      expect(values(lax.topK(np.array([-0, 0, 1, -0, 0], { dtype: "float32" }), 5)[1])).toEqual([
        2, 1, 4, 0, 3,
      ]);
    });

    test("of integers to the ends of their range", () => {
      const [whole, places] = lax.topK(np.array([3, -(2 ** 31), 2 ** 31 - 1]), 3);
      expect([values(whole), values(places)]).toEqual([
        [2 ** 31 - 1, 3, -(2 ** 31)],
        [2, 0, 1],
      ]);
      expect(values(lax.topK(np.array(Uint32Array.of(3, 2 ** 32 - 1)), 2)[0])).toEqual([2 ** 32 - 1, 3]);
      expect(values(lax.topK(np.array([true, false, true]), 2)[1])).toEqual([0, 2]);
    });

    test("is differentiated by place", () => {
      const loss = (x: Tensor): Tensor =>
        lax
          .topK(x, 2)[0]
          .mul(np.array([1, 10]))
          .sum();
      expect(
        values(
          grad(loss)(
            np.array([
              [0.5, 4, -1],
              [3, 2, 1],
            ]),
          ),
        ),
      ).toEqual([
        [10, 1, 0],
        [1, 10, 0],
      ]);
    });
  });
});

describe("wrong arguments", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  test("of sort", () => {
    expect(() => lax.sort(np.zeros([2, 3]), { dimension: 2 })).toThrow("sort: dimension out of range");
    expect(() => lax.sort(np.zeros([]))).toThrow("sort: dimension out of range");
    expect(() => lax.sort([])).toThrow(
      "sort: numKeys is not a number of operands. Expected at least one operand; received 1.",
    );
    expect(() => lax.sort([np.zeros([2])], { numKeys: 2 })).toThrow("Expected 1…1; received 2.");
    expect(() => lax.sort([np.zeros([2]), np.zeros([3])])).toThrow(
      "sort: operands differ in shape. Expected one shape; received f32[2] and f32[3].",
    );
  });

  test("of topK", () => {
    expect(() => lax.topK(np.zeros([2, 3]), 4)).toThrow(
      "topK: k does not fit the last axis. Expected a whole number of 0…3; received k = 4 for f32[2,3].",
    );
    expect(() => lax.topK(np.zeros([]), 1)).toThrow("an operand with an axis");
  });
});
