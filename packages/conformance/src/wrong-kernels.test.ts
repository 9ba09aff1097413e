import { sizeOf, type Kernel, type KernelTable, type TypedArray } from "@elegy/autodiff/spi";
import { kernels } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { backendWith, failures } from "./wrong-backend.test-support.ts";

// Kernels of TensorFlow.js 4.22, as wrong as they were seen to be: the kit has to notice each.

type Changed = Partial<KernelTable<TypedArray>>;
type Name = keyof typeof kernels;
type AnyKernel = Kernel<TypedArray, never>;

function kernelOf(name: Name): AnyKernel {
  const kernel = kernels[name];
  if (kernel === undefined) throw new Error(`there is no kernel of ${name}`);
  return kernel;
}

/** Kernels that give something else than they should. */
function changed(names: readonly Name[], change: (right: AnyKernel, name: Name) => AnyKernel): Changed {
  return Object.fromEntries(names.map((name) => [name, change(kernelOf(name), name)]));
}

/** Integers on their way through `float32`. */
const throughFloats =
  (right: AnyKernel): AnyKernel =>
  (inputs, params, outputs) => {
    const rounded = inputs.map(({ buffer, spec }) => ({
      spec,
      buffer: buffer.map((value) => Math.fround(value)),
    }));
    return right(rounded, params, outputs);
  };

/** Nothing is written where the operand is a tensor of integers or truth values of several axes. */
const leftOut =
  (right: AnyKernel): AnyKernel =>
  (inputs, params, outputs) => {
    const results = right(inputs, params, outputs);
    const { dtype, shape } = inputs[0]!.spec;
    const isLeftOut = (dtype === "int32" || dtype === "bool") && shape.length > 2;
    return isLeftOut ? results.map((result) => result.slice().fill(0)) : results;
  };

const ofTruth =
  (right: AnyKernel): AnyKernel =>
  (inputs, params, outputs) => {
    const results = right(inputs, params, outputs);
    return inputs[0]!.spec.dtype === "bool" ? results.map((result) => result.slice().fill(0)) : results;
  };

/** In reverse an axis is as long as the first that came. */
function firstLength(right: AnyKernel): AnyKernel {
  let known: number | null = null;
  return (inputs, params, outputs) => {
    const { axis, reverse } = params as { readonly axis: number; readonly reverse: boolean };
    const [{ buffer, spec }] = [inputs[0]!];
    if (!reverse || spec.shape.length > 1) return right(inputs, params, outputs);
    known ??= spec.shape[axis]!;
    const seen = buffer.map((value, i) => (i < known! ? value : 0));
    return right([{ buffer: seen, spec }], params, outputs);
  };
}

/** Which of several equal elements is found depends on their number. */
const lastOfMany =
  (right: AnyKernel): AnyKernel =>
  (inputs, params, outputs) => {
    const { axis } = params as { readonly axis: number };
    const { buffer, spec } = inputs[0]!;
    const length = spec.shape[axis]!;
    if (length <= 32 || axis !== spec.shape.length - 1) return right(inputs, params, outputs);
    const [found] = right(inputs, params, outputs);
    return [
      found!.map((place, row) => {
        const elements = buffer.subarray(row * length, (row + 1) * length);
        return elements.lastIndexOf(elements[place]!);
      }),
    ];
  };

/** Elements are added in another order each time, rounded each time. */
function inAnyOrder(right: AnyKernel): AnyKernel {
  let runs = 0;
  return (inputs, params, outputs) => {
    const [result] = right(inputs, params, outputs);
    const isLong = sizeOf(inputs.at(-1)!.spec.shape) > 100;
    const turn = runs++ % 2;
    return [
      result!.map((value) => (isLong && !Number.isInteger(value) ? value * (1 + turn * 2 ** -23) : value)),
    ];
  };
}

/** What was found for operands of these shapes is found for ever. */
function stale(right: AnyKernel): AnyKernel {
  const known = new Map<string, readonly TypedArray[]>();
  return (inputs, params, outputs) => {
    const key = JSON.stringify([inputs.map(({ spec }) => spec), params]);
    const results = known.get(key) ?? right(inputs, params, outputs).map((result) => result.slice());
    known.set(key, results);
    return results.map((result) => result.slice());
  };
}

/** Where nothing in a window is above 0, nothing is found. */
const aboveZero =
  (right: AnyKernel): AnyKernel =>
  (inputs, params, outputs) => {
    const results = right(inputs, params, outputs);
    return inputs[1]!.buffer.every((value) => value < 0)
      ? results.map((one) => one.slice().fill(0))
      : results;
  };

const moving = [
  "select",
  "broadcastInDim",
  "concatenate",
  "slice",
  "pad",
  "reverse",
  "gather",
  "add",
  "sub",
  "mul",
  "max",
] as const;

interface Defect {
  readonly defect: string;
  readonly wrong: Changed;
  /** Those that have to fail, among others. */
  readonly records: readonly string[];
}

const defects: readonly Defect[] = [
  {
    defect: "int32 goes through float32",
    wrong: changed(moving, throughFloats),
    records: moving.map((name) => `${name} large integers`),
  },
  {
    defect: "transposes and sums of int32 and bool write nothing",
    wrong: changed(["transpose", "reduceSum", "reduceMax"], leftOut),
    records: [
      "transpose integers",
      "transpose bool",
      "reduceSum integers, the first axes",
      "reduceMax integers, the first axes",
    ],
  },
  {
    defect: "cumulative operations in reverse keep the first length",
    wrong: changed(["cumsum", "cumprod"], firstLength),
    records: ["cumsum reversed, of two lengths", "cumprod reversed, of two lengths"],
  },
  {
    defect: "of equal elements the last is found",
    wrong: changed(["argmax", "argmin"], lastOfMany),
    records: ["argmax the first of equals", "argmin the first of equals"],
  },
  {
    defect: "long sums are added in any order",
    wrong: changed(["dotGeneral", "scatterAdd"], inAnyOrder),
    records: ["dotGeneral a very long sum", "scatterAdd many meet"],
  },
  {
    defect: "products go on with the weight that was",
    wrong: changed(["dotGeneral", "convGeneralDilated"], stale),
    records: ["dotGeneral with a weight that changes", "convGeneralDilated with a weight that changes"],
  },
  {
    defect: "below zero there is no greatest element to give a gradient to",
    wrong: changed(["selectAndScatterAdd"], aboveZero),
    records: ["reduceWindowMax below zero", "reduceWindowMax below zero, three axes"],
  },
  {
    defect: "truth values reversed are nothing",
    wrong: changed(["reverse"], ofTruth),
    records: ["reverse bool"],
  },
  {
    defect: "products of int32 lose their low bits",
    wrong: changed(["mul"], (right) => (inputs, params, outputs) => {
      const [x, y] = [inputs[0]!, inputs[1]!];
      if (x.spec.dtype !== "int32") return right(inputs, params, outputs);
      return [x.buffer.map((value, i) => value * y.buffer[i]!)];
    }),
    records: ["mul large integers"],
  },
  {
    defect: "conversions to truth cut off",
    wrong: changed(["convert"], (right) => (inputs, params, outputs) => {
      if (outputs[0]!.dtype !== "bool") return right(inputs, params, outputs);
      return [Uint8Array.from(inputs[0]!.buffer, Math.trunc)];
    }),
    records: ["convert to bool"],
  },
];

test.each(defects)("$defect: each record fails", async ({ wrong, records }) => {
  const primitives = [...new Set(records.map((name) => name.split(" ")[0]!))];
  const failed = await failures(backendWith(wrong), { primitives }, (name) =>
    /: (forward|jvp|transpose|determinism), float64$/.test(name),
  );
  const said = [...failed.values()].join("\n");
  expect(records.filter((name) => !said.includes(`${name}: `))).toEqual([]);
});

test("extremes and limits that drop NaN: the special values fail", async () => {
  const dropping =
    (_: AnyKernel, name: Name): AnyKernel =>
    (inputs) => {
      const [x, y] = [inputs[0]!.buffer, inputs[1]!.buffer];
      return [x.map((value, i) => ((name === "max" ? value > y[i]! : value < y[i]!) ? value : y[i]!))];
    };
  const names = ["lax.max of float32 pairs", "np.minimum of float32 pairs", "nn.relu6 of float32"].map(
    (name) => `special values: ${name}`,
  );
  const wrong = backendWith(changed(["max", "min"], dropping));
  const failed = await failures(wrong, {}, (name) => names.includes(name));
  expect([...failed.keys()].toSorted()).toEqual(names.toSorted());
});
