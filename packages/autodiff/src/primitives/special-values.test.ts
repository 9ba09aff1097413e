import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, isTensor, lax, nn, np, setBackend, type Tensor } from "../index.ts";
import { type DType, hostArray } from "../tensor/dtype.ts";
import figures from "./special-values.test-support.json" with { type: "json" };

type Operation = (...operands: readonly (Tensor | number | { readonly axis: number })[]) => Tensor;

/** Numbers are written one after another, because JSON has no NaN. */
const numbers = (text: string): number[] => text.split(" ").map(Number);

const values = new Map(Object.entries(figures.values).map(([dtype, text]) => [dtype, numbers(text)]));
const pairs = new Map(Object.entries(figures.pairs).map(([dtype, text]) => [dtype, numbers(text)]));

function vector(dtype: DType, elements: readonly number[]): Tensor {
  const data = hostArray(dtype, elements.length);
  data.set(elements);
  return np.array(data, { dtype });
}

const faces: Readonly<Record<string, object>> = { lax, np, nn };

function operation(face: string, name: string): Operation {
  if (face === "grad nn") {
    const f = operation("nn", name);
    const slope = grad((x: Tensor) => f(x).sum());
    return (...[x]) => slope(np.add(isTensor(x) ? x : 0, 0));
  }
  const f = Object.entries(faces[face] ?? {}).find(([key]) => key === name)?.[1];
  if (typeof f !== "function") throw new Error(`no ${face}.${name}`);
  return f as Operation;
}

/** NaN, infinities and the sign of zero are exact. */
const TOLERANCE = 5e-6;
/** JAX on a CPU makes 0 of smaller numbers; here they are kept. */
const LEAST_NORMAL = 2 ** -126;

/** Where large terms cancel, or JAX's own formula overflows: what is exact there, and how far from it JAX may be. */
const illConditioned: Readonly<Record<string, { readonly absolute: number; readonly overflow?: number }>> = {
  "nn.gelu": { absolute: 1e-7 },
  "grad nn.gelu": { absolute: 1e-6 },
  "grad nn.softSign": { absolute: 2e-9 },
  "grad nn.squareplus": { absolute: 1e-8, overflow: 1e38 },
  "grad nn.sparsePlus": { absolute: 0, overflow: 1e38 },
  "np.logaddexp2": { absolute: 2e-8 },
};

function expectFigures(
  name: string,
  operands: readonly (readonly number[])[],
  result: Tensor,
  expected: string,
): void {
  const received = Array.from(result.dataSync());
  const wrong = numbers(expected).flatMap((wanted, i) => {
    const got = received[i] ?? Number.NaN;
    const { absolute = 0, overflow = Infinity } = illConditioned[name] ?? {};
    const relative = Number.isFinite(wanted) ? TOLERANCE * Math.abs(wanted) : 0;
    const near = Math.abs(got - wanted) <= relative + absolute;
    const flushed = wanted === 0 && got !== 0 && Math.abs(got) < LEAST_NORMAL;
    const overflown = Number.isNaN(wanted) && operands.some((list) => Math.abs(list[i] ?? 0) > overflow);
    if (Object.is(got, wanted) || (near && (wanted !== 0 || got !== 0)) || flushed || overflown) return [];
    return [`f(${operands.map((list) => list[i]).join(", ")}) = ${got}, not ${wanted}`];
  });
  expect(wrong).toEqual([]);
}

describe.each(BACKENDS)("on %s, as JAX", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(
    figures.unary.map(([face, name, dtype, out]) => [`${face}.${name} of ${dtype}`, face, name, dtype, out]),
  )("%s", (_name, face, name, dtype, expected) => {
    const x = values.get(String(dtype)) ?? [];
    const out = operation(String(face), String(name))(vector(dtype as DType, x));
    expectFigures(`${face}.${name}`, [x], out, String(expected));
  });

  test.each(
    figures.binary.map(([face, name, dtype, out]) => [`${face}.${name} of ${dtype}`, face, name, dtype, out]),
  )("%s", (_name, face, name, dtype, expected) => {
    const some = pairs.get(String(dtype)) ?? values.get(String(dtype)) ?? [];
    const x = some.flatMap((first) => some.map(() => first));
    const y = some.flatMap(() => some);
    const out = operation(String(face), String(name))(vector(dtype as DType, x), vector(dtype as DType, y));
    expectFigures(`${face}.${name}`, [x, y], out, String(expected));
  });

  test.each(figures.convert.map(([from, to, out]) => [`${from} to ${to}`, from, to, out]))(
    "convert %s",
    (_name, from, to, expected) => {
      const x = values.get(`convert ${String(from)}`) ?? values.get(String(from)) ?? [];
      const out = lax.convertElementType(vector(from as DType, x), to as DType);
      expectFigures("convert", [x], out, String(expected));
    },
  );

  test.each(figures.rows.map(([face, name, out]) => [`${face}.${name}`, face, name, out]))(
    "rows: %s",
    (_name, face, name, expected) => {
      const data = values.get("rows") ?? [];
      const rows = vector("float32", data).reshape([-1, 4]);
      const f = operation(String(face), String(name));
      const out = face === "lax" ? f(rows, 1) : f(rows, { axis: 1 });
      const whole = out.size === data.length ? 1 : 4;
      const shown = Array.from({ length: out.size }, (_, i) => i * whole);
      expectFigures(`${face}.${name}`, [shown.map((i) => data[i] ?? 0)], out, String(expected));
    },
  );
});
