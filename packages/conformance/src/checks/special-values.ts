import { type DType, grad, isTensor, lax, nn, np, type Tensor } from "@elegy/autodiff";
import { numbersOf } from "../compare.ts";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import figures from "../figures/special-values.json" with { type: "json" };
import { tensorOf } from "../records/operands.ts";

type Operation = (...operands: readonly (Tensor | number | { readonly axis: number })[]) => Tensor;

/** Numbers are written one after another, because JSON has no NaN. */
const numbers = (text: string): number[] => text.split(" ").map(Number);

const values = new Map(Object.entries(figures.values).map(([dtype, text]) => [dtype, numbers(text)]));
const pairs = new Map(Object.entries(figures.pairs).map(([dtype, text]) => [dtype, numbers(text)]));

function vector(dtype: DType, elements: readonly number[]): Tensor {
  return tensorOf(dtype, [elements.length], (position) => elements[position]!);
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

async function requireFigures(
  name: string,
  operands: readonly (readonly number[])[],
  result: Tensor,
  expected: string,
): Promise<void> {
  const received = await numbersOf(result);
  const wrong = numbers(expected).flatMap((wanted, i) => {
    const got = received[i] ?? Number.NaN;
    const { absolute = 0, overflow = Infinity } = illConditioned[name] ?? {};
    const relative = Number.isFinite(wanted) ? TOLERANCE * Math.abs(wanted) : 0;
    const near = Math.abs(got - wanted) <= relative + absolute;
    const flushed = wanted === 0 && got !== 0 && Math.abs(got) < LEAST_NORMAL;
    const overflown = Number.isNaN(wanted) && operands.some((list) => Math.abs(list[i] ?? 0) > overflow);
    if (Object.is(got, wanted) || (near && (wanted !== 0 || got !== 0)) || flushed || overflown) return [];
    return [{ at: `f(${operands.map((list) => list[i]).join(", ")})`, wanted, got }];
  });
  if (wrong.length === 0) return;
  const list = (key: "wanted" | "got"): string =>
    wrong.map((place) => `${place.at} = ${Object.is(place[key], -0) ? "-0" : place[key]}`).join(", ");
  throw new ConformanceFailedError(name, "not what JAX gives", list("wanted"), list("got"));
}

interface SpecialValues {
  readonly name: string;
  readonly run: () => Promise<void>;
}

// The figures name dtypes as they are named here.
const dtypeNamed = (name: unknown): DType => String(name) as DType;

/** NaN, infinities, −0, whole numbers at their ends: what JAX makes of them. */
export const SPECIAL_VALUES: readonly SpecialValues[] = [
  ...figures.unary.map(([face, name, dtype, expected]) => ({
    name: `${face}.${name} of ${dtype}`,
    run: () => {
      const x = values.get(String(dtype)) ?? [];
      const out = operation(String(face), String(name))(vector(dtypeNamed(dtype), x));
      return requireFigures(`${face}.${name}`, [x], out, String(expected));
    },
  })),
  ...figures.binary.map(([face, name, dtype, expected]) => ({
    name: `${face}.${name} of ${dtype} pairs`,
    run: () => {
      const some = pairs.get(String(dtype)) ?? values.get(String(dtype)) ?? [];
      const x = some.flatMap((first) => some.map(() => first));
      const y = some.flatMap(() => some);
      const [xs, ys] = [vector(dtypeNamed(dtype), x), vector(dtypeNamed(dtype), y)];
      return requireFigures(
        `${face}.${name}`,
        [x, y],
        operation(String(face), String(name))(xs, ys),
        String(expected),
      );
    },
  })),
  ...figures.convert.map(([from, to, expected]) => ({
    name: `convert ${from} to ${to}`,
    run: () => {
      const x = values.get(`convert ${String(from)}`) ?? values.get(String(from)) ?? [];
      const out = lax.convertElementType(vector(dtypeNamed(from), x), dtypeNamed(to));
      return requireFigures("convert", [x], out, String(expected));
    },
  })),
  ...figures.rows.map(([face, name, expected]) => ({
    name: `${face}.${name} of rows`,
    run: () => {
      const data = values.get("rows") ?? [];
      const rows = vector("float32", data).reshape([-1, 4]);
      const f = operation(String(face), String(name));
      const out = face === "lax" ? f(rows, 1) : f(rows, { axis: 1 });
      const whole = out.size === data.length ? 1 : 4;
      const shown = Array.from({ length: out.size }, (_, i) => i * whole);
      return requireFigures(`${face}.${name}`, [shown.map((i) => data[i] ?? 0)], out, String(expected));
    },
  })),
];
