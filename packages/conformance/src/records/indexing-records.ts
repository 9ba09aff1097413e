import { lax, type Shape, type Tensor } from "@elegy/autodiff";
import type { OpRecord } from "./op-record.ts";
import { byte, type Operand, other, real, truth, whole } from "./operand.ts";

const indices = (shape: Shape, ...values: readonly number[]): Operand => ({
  shape,
  dtype: "int32",
  at: (position) => values[position % values.length] ?? 0,
});

const words = (shape: Shape, ...values: readonly number[]): Operand => ({
  ...indices(shape, ...values),
  dtype: "uint32",
});

const rows = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] };
const elements = { offsetDims: [], collapsedSliceDims: [0, 1], startIndexMap: [1, 0] };
const windows = { offsetDims: [0, 2], collapsedSliceDims: [1], startIndexMap: [0, 2] };
const paired = {
  offsetDims: [1],
  collapsedSliceDims: [1],
  startIndexMap: [1],
  operandBatchingDims: [0],
  startIndicesBatchingDims: [0],
};
const eight = {
  offsetDims: [0, 2, 3, 4, 5],
  collapsedSliceDims: [1, 6],
  startIndexMap: [6, 1, 3],
  operandBatchingDims: [5],
  startIndicesBatchingDims: [0],
};
const toRows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
const toElements = { updateWindowDims: [], insertedWindowDims: [0, 1], scatterDimsToOperandDims: [1, 0] };
const toWindows = { updateWindowDims: [0, 2], insertedWindowDims: [1], scatterDimsToOperandDims: [0, 2] };
const toPaired = {
  updateWindowDims: [1],
  insertedWindowDims: [1],
  scatterDimsToOperandDims: [1],
  operandBatchingDims: [0],
  scatterIndicesBatchingDims: [0],
};

const scatters = [
  ["scatter", lax.scatter],
  ["scatterAdd", lax.scatterAdd],
  ["scatterMul", lax.scatterMul],
  ["scatterMin", lax.scatterMin],
  ["scatterMax", lax.scatterMax],
] as const;

/** Positions with repetitions, some of them out of bounds. */
const somePlaces = [2, 0, 7, 2, -1, 1, 3];

function gathers(): OpRecord[] {
  const record = (note: string, apply: OpRecord["apply"], ...operands: readonly Operand[]): OpRecord => ({
    primitive: "gather",
    note,
    apply,
    operands,
  });
  const filled = { fillValue: 7 };
  return [
    record(
      "rows",
      (x, i) => lax.gather(x, i, rows, [1, 5], filled),
      real([4, 5]),
      indices([6, 1], ...somePlaces),
    ),
    record(
      "rows clipped",
      (x, i) => lax.gather(x, i, rows, [1, 3], { mode: "clip" }),
      real([4, 3]),
      indices([6, 1], ...somePlaces),
    ),
    record(
      "elements at unsigned indices",
      (x, i) => lax.gather(x, i, elements, [1, 1], filled),
      real([3, 4]),
      words([2, 2, 2], 1, 2, 0, 4_294_967_295, 3),
    ),
    record(
      "elements at unsigned indices, clipped",
      (x, i) => lax.gather(x, i, elements, [1, 1], { mode: "clip" }),
      real([3, 4]),
      words([3, 2], 1, 2, 0, 4_294_967_295, 3),
    ),
    record(
      "windows",
      (x, i) => lax.gather(x, i, windows, [2, 1, 3], filled),
      real([4, 2, 5]),
      indices([3, 2], 0, 1, 2, 2, 3, -1, 1),
    ),
    record(
      "windows clipped",
      (x, i) => lax.gather(x, i, windows, [2, 1, 3], { mode: "clip" }),
      real([4, 2, 5]),
      indices([3, 2], 0, 1, 2, 2, 3, -1, 1),
    ),
    record(
      "batching",
      (x, i) => lax.gather(x, i, paired, [1, 1, 4], filled),
      real([3, 2, 4]),
      indices([3, 1], 1, 0, 2),
    ),
    record(
      "eight axes",
      (x, i) => lax.gather(x, i, eight, [2, 1, 1, 1, 2, 1, 1, 2], filled),
      real([2, 3, 1, 2, 2, 2, 3, 2]),
      indices([2, 3], 2, 1, 0, 1, 0, 1),
    ),
    record("no indices", (x, i) => lax.gather(x, i, rows, [1, 3], filled), real([4, 3]), indices([0, 1])),
    record(
      "empty windows",
      (x, i) => lax.gather(x, i, { ...rows, offsetDims: [1, 2], collapsedSliceDims: [] }, [0, 3], filled),
      real([0, 3]),
      indices([2, 1]),
    ),
    record(
      "empty index vectors",
      (x, i) => lax.gather(x, i, { offsetDims: [1], collapsedSliceDims: [], startIndexMap: [] }, [3]),
      real([3]),
      indices([2, 0]),
    ),
    record(
      "integers",
      (x, i) => lax.gather(x, i, rows, [1, 3]),
      whole([4, 3]),
      indices([5, 1], ...somePlaces),
    ),
    record("uint8", (x, i) => lax.gather(x, i, rows, [1, 3]), byte([4, 3]), indices([5, 1], ...somePlaces)),
    record("bool", (x, i) => lax.gather(x, i, rows, [1, 3]), truth([4, 3]), indices([5, 1], ...somePlaces)),
  ];
}

function scatterings(): OpRecord[] {
  return scatters.flatMap(([primitive, scatter]): OpRecord[] => {
    const record = (note: string, apply: OpRecord["apply"], ...operands: readonly Operand[]): OpRecord => ({
      primitive,
      note,
      apply,
      operands,
    });
    const onBytes: OpRecord[] =
      primitive === "scatterAdd" || primitive === "scatterMul"
        ? []
        : [byte, truth].map((make) =>
            record(
              make([]).dtype,
              (x, i, u) => scatter(x, i, u, toRows),
              make([4, 5]),
              indices([5, 1], ...somePlaces),
              make([5, 5]),
            ),
          );
    return [
      record(
        "rows",
        (x, i, u) => scatter(x, i, u, toRows),
        real([4, 5]),
        indices([6, 1], ...somePlaces),
        other([6, 5]),
      ),
      record(
        "rows clipped",
        (x, i, u) => scatter(x, i, u, toRows, { mode: "clip" }),
        real([4, 3]),
        indices([6, 1], ...somePlaces),
        other([6, 3]),
      ),
      record(
        "elements",
        (x, i, u) => scatter(x, i, u, toElements),
        real([3, 4]),
        words([2, 2, 2], 1, 2, 0, 4_294_967_295, 3),
        other([2, 2]),
      ),
      record(
        "windows that overlap",
        (x, i, u) => scatter(x, i, u, toWindows),
        real([4, 2, 5]),
        indices([3, 2], 0, 1, 2, 2, 1, -1, 1),
        other([2, 3, 3]),
      ),
      record(
        "windows clipped",
        (x, i, u) => scatter(x, i, u, toWindows, { mode: "clip" }),
        real([4, 2, 5]),
        indices([3, 2], 0, 1, 2, 2, 1, -1, 1),
        other([2, 3, 3]),
      ),
      record(
        "batching",
        (x, i, u) => scatter(x, i, u, toPaired),
        real([3, 2, 4]),
        indices([3, 1], 1, 0, 2),
        other([3, 4]),
      ),
      record(
        "no updates",
        (x, i, u) => scatter(x, i, u, toRows),
        real([4, 3]),
        indices([0, 1]),
        other([0, 3]),
      ),
      record("on itself", (x, i) => scatter(x, i, x, toRows), real([3, 2]), indices([3, 1], 1, 2, 1)),
      record(
        "integers",
        (x, i, u) => scatter(x, i, u, toRows),
        whole([4, 3]),
        indices([5, 1], ...somePlaces),
        whole([5, 3]),
      ),
      ...onBytes,
    ];
  });
}

function dynamicSlices(): OpRecord[] {
  const slice = (x: Tensor, i: Tensor, j: Tensor): Tensor => lax.dynamicSlice(x, [i, j], [2, 3]);
  const update = (x: Tensor, u: Tensor, i: Tensor, j: Tensor): Tensor => lax.dynamicUpdateSlice(x, u, [i, j]);
  const record = (
    primitive: "dynamicSlice" | "dynamicUpdateSlice",
    note: string,
    apply: OpRecord["apply"],
    ...operands: readonly Operand[]
  ): OpRecord => ({ primitive, note, apply, operands });
  const row = indices([], 1, 0, 4, -2, 2, 3);
  const column = indices([], 2, 9, 0, 1);
  return [
    record("dynamicSlice", "", slice, real([4, 5]), row, column),
    record("dynamicSlice", "far out", slice, real([4, 5]), indices([], 7, 1, 0), indices([], -9, 1, 2)),
    record("dynamicSlice", "unsigned", slice, real([4, 5]), words([], 4_294_967_295, 1), words([], 1, 2)),
    record("dynamicSlice", "uint8", slice, byte([4, 5]), row, column),
    record("dynamicSlice", "of a scalar", (x) => lax.dynamicSlice(x, [], []), real([])),
    record("dynamicSlice", "to nothing", (x, i) => lax.dynamicSlice(x, [i, 0], [0, 3]), real([2, 3]), row),
    record("dynamicUpdateSlice", "", update, real([4, 5]), other([2, 3]), row, column),
    record("dynamicUpdateSlice", "bytes", update, byte([4, 5]), byte([2, 2]), row, column),
    record("dynamicUpdateSlice", "with nothing", update, real([4, 5]), other([2, 0]), row, column),
    record("dynamicUpdateSlice", "with itself", (x, i) => lax.dynamicUpdateSlice(x, x, [i]), real([4]), row),
    record(
      "dynamicUpdateSlice",
      "of a scalar",
      (x, u) => lax.dynamicUpdateSlice(x, u, []),
      real([]),
      other([]),
    ),
  ];
}

export const INDEXING_RECORDS: readonly OpRecord[] = [...gathers(), ...scatterings(), ...dynamicSlices()];
