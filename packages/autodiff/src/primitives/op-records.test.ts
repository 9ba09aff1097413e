import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { evalShape, getBackend, jit, jvp, lax, np, setBackend, type Tensor, vjp, vmap } from "../index.ts";
import { type DType, hostArray, isFloat } from "../tensor/dtype.ts";
import { expectClose, expectSame, type Tolerance } from "../tensor/close.test-support.ts";
import { type Shape, sizeOf } from "../tensor/spec.ts";
import { CONTROL_RECORDS } from "./control-records.test-support.ts";
import { CUMULATIVE_RECORDS } from "./cumulative-records.test-support.ts";
import { ELEMENTWISE_RECORDS } from "./elementwise-records.test-support.ts";
import { INDEXING_RECORDS } from "./indexing-records.test-support.ts";
import { MOVEMENT_RECORDS } from "./movement-records.test-support.ts";
import type { Operand, OpRecord } from "./op-record.test-support.ts";
import { REDUCTION_RECORDS } from "./reduction-records.test-support.ts";
import { SORTING_RECORDS } from "./sorting-records.test-support.ts";
import { PRIMITIVES } from "./table.ts";
import { WINDOW_RECORDS } from "./window-records.test-support.ts";

const OP_RECORDS = [
  ...ELEMENTWISE_RECORDS,
  ...MOVEMENT_RECORDS,
  ...INDEXING_RECORDS,
  ...SORTING_RECORDS,
  ...REDUCTION_RECORDS,
  ...CUMULATIVE_RECORDS,
  ...WINDOW_RECORDS,
  ...CONTROL_RECORDS,
];

type Operands = [Tensor, Tensor, Tensor, Tensor];

function dtypeFor(operand: Operand): DType {
  if (operand.dtype !== "float") return operand.dtype;
  return getBackend().dtypes.has("float64") ? "float64" : "float32";
}

/** The operand's elements, or those of another shape counted on from `start`. */
function tensorFor(operand: Operand, shape: Shape = operand.shape, start = 0): Tensor {
  const dtype = dtypeFor(operand);
  const data = hostArray(dtype, sizeOf(shape));
  data.forEach((_, i) => (data[i] = operand.at(start + i)));
  return np.array(data, { shape, dtype });
}

function operandsOf({ operands }: OpRecord): Operands {
  return operands.map((operand) => tensorFor(operand)) as Operands;
}

/** Directions in which the float operands are moved; zeros for the others. */
function directionsOf({ operands }: OpRecord, phase: number): Operands {
  return operands.map(({ shape, ...operand }) => {
    const dtype = dtypeFor({ shape, ...operand });
    const data = hostArray(dtype, sizeOf(shape));
    if (isFloat(dtype)) data.forEach((_, i) => (data[i] = Math.cos(1 + 2 * i + phase)));
    return np.array(data, { shape, dtype });
  }) as Operands;
}

function weightsFor(out: Tensor): Tensor {
  const data = hostArray(out.dtype, out.size);
  data.forEach((_, i) => (data[i] = Math.sin(3 + i)));
  return np.array(data, { shape: out.shape, dtype: out.dtype });
}

function inner(xs: readonly Tensor[], ys: readonly Tensor[]): number {
  const products = xs.map((x, i) => {
    if (!isFloat(x.dtype)) return 0;
    const other = ys[i]!.dataSync();
    return Array.from(x.dataSync()).reduce((sum, value, position) => sum + value * other[position]!, 0);
  });
  return products.reduce((sum, value) => sum + value, 0);
}

/** (f(x + h·d) − f(x − h·d)) / 2h */
function centralDifference(
  f: (...operands: Operands) => Tensor,
  at: Operands,
  along: Operands,
): Float64Array {
  const h = 1e-5;
  const moved = (by: number): Float64Array => {
    const operands = at.map((x, i) => (isFloat(x.dtype) ? x.add(along[i]!.mul(by)) : x)) as Operands;
    return Float64Array.from(f(...operands).dataSync());
  };
  const [above, below] = [moved(h), moved(-h)];
  return above.map((value, i) => (value - below[i]!) / (2 * h));
}

/** Results in `float32` are rounded once more than the operands. */
const rounded: Tolerance = { relative: 1e-5, absolute: 2e-6 };

test("every primitive has a record", () => {
  const covered = new Set<string>(OP_RECORDS.map(({ primitive }) => primitive));
  // They have no forward derivative: transform/custom-vjp.test.ts.
  const reverseOnly = ["customVjp", "customLinear"];
  expect([...covered, ...reverseOnly].sort()).toEqual(Object.keys(PRIMITIVES).sort());
});

const named = OP_RECORDS.map(
  (record) => [`${record.primitive} ${record.note ?? ""}`.trim(), record] as const,
);
const differentiable = named.filter(([, { operands }]) => operands.some(({ dtype }) => dtype === "float"));
const mappable = named.filter(([, { operands }]) => operands.length > 0);

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(named)("%s: compiled as eager, of the shape foretold", (_name, record) => {
    const eager = record.apply(...operandsOf(record));
    expectSame(jit(record.apply)(...operandsOf(record)), eager, rounded);
    expect(evalShape(record.apply, ...operandsOf(record))).toMatchObject({
      shape: eager.shape,
      dtype: eager.dtype,
    });
  });

  test.each(differentiable)("%s: the pullback is the transpose of the pushforward", (_name, record) => {
    const directions = directionsOf(record, 0);
    const [, tangent] = jvp(record.apply, operandsOf(record), directions);
    const [out, pullback] = vjp(record.apply, ...operandsOf(record));
    if (!isFloat(out.dtype)) return;
    const weights = weightsFor(out);
    // ⟨w, J·d⟩ = ⟨Jᵀ·w, d⟩
    expectClose([inner(pullback(weights), directions)], [inner([weights], [tangent])], {
      relative: 1e-4,
      absolute: 1e-5,
    });
  });

  test.each(differentiable)("%s: the derivative of jit is that of eager", (_name, record) => {
    const directions = directionsOf(record, 1);
    const [, eager] = jvp(record.apply, operandsOf(record), directions);
    const [, compiled] = jvp(jit(record.apply), operandsOf(record), directions);
    expectSame(compiled, eager, rounded);
    const whole = jit((at: Operands, along: Operands) => jvp(record.apply, at, along)[1]);
    expectSame(whole(operandsOf(record), directions), eager, rounded);
    if (!isFloat(eager.dtype)) return;
    const gradients = (f: OpRecord["apply"]): Operands => {
      const [out, pullback] = vjp(f, ...operandsOf(record));
      return pullback(weightsFor(out));
    };
    const [given, expected] = [gradients(jit(record.apply)), gradients(record.apply)];
    expected.forEach((gradient, i) => expectSame(given[i]!, gradient, rounded, `operand ${i}`));
  });

  test.each(mappable)("%s: vmap is a loop", (_name, record) => {
    const size = 3;
    const { operands } = record;
    // Each operand alone, and all of them; the mapped axis first and last.
    const choices = [...operands.map((_, i) => [i]), operands.map((_, i) => i)];
    for (const chosen of choices) {
      for (const last of [false, true]) {
        const axisOf = (i: number): number | null =>
          chosen.includes(i) ? (last ? operands[i]!.shape.length : 0) : null;
        const examples = Array.from({ length: size }, (_, example) =>
          operands.map((operand, i) =>
            tensorFor(operand, operand.shape, chosen.includes(i) ? example * 5 : 0),
          ),
        );
        const stacked = operands.map((_, i) => {
          const axis = axisOf(i);
          return axis === null
            ? examples[0]![i]!
            : np.stack(
                examples.map((example) => example[i]!),
                { axis },
              );
        });
        const expected = np.stack(examples.map((example) => record.apply(...(example as Operands))));
        const mapped = vmap(record.apply, { inAxes: operands.map((_, i) => axisOf(i)) });
        expectSame(mapped(...(stacked as Operands)), expected, rounded, `operands ${chosen.join()}`);
        expectSame(
          jit(mapped)(...(stacked as Operands)),
          expected,
          rounded,
          `jit, operands ${chosen.join()}`,
        );
      }
    }
  });
});

describe("the backends agree on what is moved", () => {
  const moving = named.filter(([, { primitive }]) => PRIMITIVES[primitive].kind === "movement");

  test.each(moving)("%s", (_name, record) => {
    const [expected, ...others] = BACKENDS.map(([, make]) => {
      setBackend(make());
      return record.apply(...operandsOf(record)).dataSync();
    });
    others.forEach((given) => expectClose(given, expected!, rounded));
  });
});

describe("against finite differences in float64", () => {
  beforeEach(() => setBackend(BACKENDS[0]![1]()));

  const smooth = differentiable.filter(([, { primitive }]) => primitive !== "stopGradient");
  const close: Tolerance = { relative: 1e-6, absolute: 1e-8 };
  /** `convert` rounds to `float32`, whose steps are larger than the difference. */
  const exact = smooth.filter(([, { primitive }]) => primitive !== "convert");

  test.each(exact)("%s: jvp", (_name, record) => {
    const directions = directionsOf(record, 0);
    const [out, tangent] = jvp(record.apply, operandsOf(record), directions);
    if (!isFloat(out.dtype)) return;
    expect(tangent.spec).toEqual(out.spec);
    expectClose(tangent.dataSync(), centralDifference(record.apply, operandsOf(record), directions), close);
  });

  test.each(exact)("%s: jvp of jvp, and jvp of the gradient", (_name, record) => {
    const [first, second] = [directionsOf(record, 0), directionsOf(record, 2)];
    const along = (...at: Operands): Tensor => jvp(record.apply, at, first)[1];
    const [out, tangent] = jvp(along, operandsOf(record), second);
    if (!isFloat(out.dtype)) return;
    expectClose(tangent.dataSync(), centralDifference(along, operandsOf(record), second), close);

    const gradient = (...at: Operands): Tensor => {
      const [value, pullback] = vjp(record.apply, ...at);
      const gradients = pullback(weightsFor(value)).filter(({ dtype }) => isFloat(dtype));
      return lax.concatenate(
        gradients.map((part) => part.ravel()),
        0,
      );
    };
    const [, moved] = jvp(gradient, operandsOf(record), second);
    expectClose(moved.dataSync(), centralDifference(gradient, operandsOf(record), second), close);
  });
});
