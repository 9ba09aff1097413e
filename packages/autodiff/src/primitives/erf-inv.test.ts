import { describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { lax, np, setBackend } from "../index.ts";
import { expectUlps } from "../tensor/ulps.test-support.ts";

/** lax.erf_inv of jax 0.10.2 on CPU, float32. */
const FIGURES: readonly (readonly [x: number, y: number])[] = [
  [0.5, 0.4769362807273865],
  [-0.5, -0.4769362807273865],
  [0.9, 1.163087010383606],
  [0.99, 1.821386694908142],
  [0.9999, 2.7510268688201904],
  [0.9999993443489075, 3.517191171646118],
  [0.9999997019767761, 3.623704671859741],
  [0.9999998807907104, 3.7439212799072266],
  [0.9999999403953552, 3.8325066566467285],
  [1e-10, 8.862268557896513e-11],
];

describe.each(BACKENDS)("erfInv on %s", (_, make) => {
  test("is JAX's within two units in the last place", () => {
    setBackend(make());
    const x = np.array(FIGURES.map(([at]) => at));
    expectUlps(
      lax.erfInv(x).dataSync(),
      FIGURES.map(([, y]) => y),
    );
  });

  test("at the ends and beyond", () => {
    setBackend(make());
    const y = lax.erfInv(np.array([1, -1, 1.5, -2, Number.NaN, 0, -0], { dtype: "float32" }));
    expect(Array.from(y.dataSync())).toEqual([Infinity, -Infinity, NaN, NaN, NaN, 0, -0]);
  });
});
