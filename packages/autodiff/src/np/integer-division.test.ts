import { describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, np, setBackend, type Tensor } from "../index.ts";

const all = 2 ** 32 - 1;
const least = -(2 ** 31);
const OPERATIONS = {
  floorDivide: np.floorDivide,
  remainder: np.remainder,
  fmod: np.fmod,
  div: lax.div,
  rem: lax.rem,
};

// By jax 0.10.2: what is divided by zero is no error, and no undefined number either.
const FIGURES = [
  {
    dtype: "int32",
    x: [7, -7, 0, least, 7, -7],
    y: [0, 0, 0, -1, -2, 2],
    floorDivide: [-2, -2, -1, least, -4, -4],
    remainder: [0, 0, 0, 0, -1, 1],
    fmod: [0, 0, 0, 0, 1, -1],
    div: [-1, -1, -1, least, -3, -3],
    rem: [7, -7, 0, 0, 1, -1],
  },
  {
    dtype: "uint32",
    x: [7, 0, all],
    y: [0, 0, 2],
    floorDivide: [all, all, (all - 1) / 2],
    remainder: [0, 0, 1],
    fmod: [0, 0, 1],
    div: [all, all, (all - 1) / 2],
    rem: [7, 0, 1],
  },
] as const;

describe.each(BACKENDS)("on %s", (_, make) => {
  test.each(FIGURES)("$dtype by zero, and the least by −1", ({ dtype, x, y, ...expected }) => {
    setBackend(make());
    const tensor = (data: readonly number[]): Tensor => np.array(data, { dtype });
    for (const name of Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]) {
      const f = OPERATIONS[name];
      expect([...f(tensor(x), tensor(y)).dataSync()], name).toEqual(expected[name]);
      expect([...jit(f)(tensor(x), tensor(y)).dataSync()], `${name}, compiled`).toEqual(expected[name]);
      // Of numbers that the passes know.
      const known = jit(() =>
        x.map((one, i) => f(np.full([], one, { dtype }), np.full([], y[i]!, { dtype }))),
      );
      expect(known().map(Number), `${name}, folded`).toEqual(expected[name]);
    }
  });
});
