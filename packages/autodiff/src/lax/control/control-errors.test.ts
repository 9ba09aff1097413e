import { beforeEach, expect, test } from "vitest";
import { BACKENDS } from "../../backend/backends.test-support.ts";
import { lax, np, setBackend, type Tensor } from "../../index.ts";
import { values } from "../../tensor/close.test-support.ts";

beforeEach(() => setBackend(BACKENDS[0]![1]()));
const xs = (): Tensor => np.ones([3, 2]);

test.each<[string, () => unknown, RegExp]>([
  [
    "a carry of another shape",
    () => lax.scan((c, x) => [{ h: [np.concatenate([c.h[0]!, x])] }, null], { h: [np.zeros([2])] }, xs()),
    /lax\.scan: the carry changes at `h\.0`.*f32\[2\], as it came in; received f32\[4\]/,
  ],
  [
    "a carry of another dtype",
    () =>
      lax.whileLoop(
        () => true,
        (c) => c.astype("int32"),
        np.zeros([2]),
      ),
    /lax\.whileLoop: the carry changes from.*f32\[2\].*i32\[2\].*astype\("float32"\)/,
  ],
  [
    "a carry of another structure",
    () => lax.foriLoop(0, 2, (_i, c) => ({ a: c.a, b: 1 }) as never, { a: np.zeros([2]) }),
    /lax\.foriLoop carry: there is a leaf at `b`/,
  ],
  ["no pair", () => lax.scan((c) => c as never, 0, xs()), /does not return a pair.*\[next carry, y\]/],
  ["no length", () => lax.scan((c) => [c, null], 0, null), /number of steps is not known.*\{ length \}/],
  ["a length that is none", () => lax.scan((c) => [c, null], 0, null, { length: -1 }), /whole number ≥ 0/],
  [
    "slices that differ",
    () => lax.scan((c) => [c, null], 0, { a: xs(), b: np.ones([4]) }),
    /`b`.*3 slices at `a`; received f32\[4\]/,
  ],
  ["scalars as slices", () => lax.scan((c) => [c, null], 0, [np.ones([])]), /no axis to scan at `0`/],
  ["an unroll of 0", () => lax.scan((c) => [c, null], 0, xs(), { unroll: 0 }), /unroll/],
  [
    "a condition that is none",
    () =>
      lax.whileLoop(
        (c) => c,
        (c) => c,
        1,
      ),
    /lax\.whileLoop: cond does not return a truth value.*bool\[\]; received i32\[\]/,
  ],
  [
    "branches of different shapes",
    () =>
      lax.cond(
        true,
        (x) => ({ y: x }),
        (x) => ({ y: x.sum() }),
        xs(),
      ),
    /lax\.cond: .* at `y`.*f32\[\] from onFalse and f32\[3,2\] from onTrue/,
  ],
  [
    "branches of different dtypes",
    () => lax.switch(0, [(x: Tensor) => x, (x: Tensor) => x.astype("int32")], xs()),
    /lax\.switch: .*f32\[3,2\] from branch 0 and i32\[3,2\] from branch 1/,
  ],
  [
    "branches of different structure",
    () =>
      lax.cond(
        true,
        (x) => [x, x],
        (x) => [x] as never,
        xs(),
      ),
    /lax\.cond branches/,
  ],
  [
    "a predicate that is no scalar",
    () =>
      lax.cond(
        xs(),
        (x) => x,
        (x) => x,
        1,
      ),
    /predicate is not a scalar.*f32\[3,2\].*np\.where/,
  ],
  ["no branch", () => lax.switch(0, []), /no branch/],
  ["an index that is not whole", () => lax.switch(0.5, [() => 1]), /whole number.*0\.5/],
  ["a float index", () => lax.switch(np.ones([]), [() => 1]), /integer scalar; received f32\[\]/],
  ["a bound that is not whole", () => lax.foriLoop(0, 2.5, (_i, c) => c, 1), /upper bound/],
  [
    "a traced value",
    () => lax.scan((c, x) => [Number(x) > 0 ? c : c.neg(), null], 0, np.ones([3])),
    /lax\.scan: a traced tensor was used/,
  ],
  [
    "a tensor that leaves the loop",
    () => {
      let kept = np.ones([]);
      lax.scan((c, x) => [((kept = x), c), null], 0, np.ones([3]));
      return kept.add(1);
    },
    /traced by lax\.scan is used outside of it/,
  ],
])("%s", (_name, run, message) => {
  expect(run).toThrow(message);
  // Nothing is left behind.
  expect(values(np.ones([]).add(1))).toBe(2);
});
