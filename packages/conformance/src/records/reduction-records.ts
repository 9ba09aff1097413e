import { lax, nn } from "@elegy/autodiff";
import { record, type OpRecord } from "./op-record.ts";
import { byte, other, real, truth, whole, word } from "./operand.ts";

/** Reductions and contractions. */
export const REDUCTION_RECORDS: readonly OpRecord[] = [
  record("reduceSum", "", (x) => lax.reduceSum(x, [0, 2]), real([2, 3, 4])),
  record("reduceSum", "to a scalar", (x) => lax.reduceSum(x, [0]), real([6])),
  record("reduceSum", "of nothing", (x) => lax.reduceSum(x, [1]), real([2, 0])),
  record("reduceSum", "integers", (x) => lax.reduceSum(x, [1]), word([2, 5])),
  record("reduceMax", "", (x) => lax.reduceMax(x, [1]), real([3, 4])),
  record("reduceMax", "to nothing", (x) => lax.reduceMax(x, [1]), real([0, 4])),
  record("reduceMax", "integers", (x) => lax.reduceMax(x, [0, 1]), whole([2, 3])),
  record("reduceMax", "bool", (x) => lax.reduceMax(x, [1]), truth([2, 3])),
  record("reduceMin", "", (x) => lax.reduceMin(x, [0, 1]), real([3, 4])),
  record("reduceMin", "uint8", (x) => lax.reduceMin(x, [1]), byte([2, 3])),
  record("argmax", "", (x) => lax.argmax(x, 1, "int32"), real([3, 4])),
  record("argmax", "to nothing", (x) => lax.argmax(x, 1, "int32"), real([0, 4])),
  record("argmin", "", (x) => lax.argmin(x, 0, "int32"), whole([4, 3])),
  record("softmax", "", (x) => nn.softmax(x, { axis: 0 }), real([3, 4])),
  record("softmax", "of nothing", (x) => nn.softmax(x), real([0, 3])),
  record("logSoftmax", "", (x) => nn.logSoftmax(x), real([3, 4])),
  record("logSoftmax", "of nothing", (x) => nn.logSoftmax(x), real([0, 3])),

  record(
    "dotGeneral",
    "matrices",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[1], [0]],
        [[], []],
      ]),
    real([2, 3]),
    other([3, 4]),
  ),
  record(
    "dotGeneral",
    "lhs transposed",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[0], [0]],
        [[], []],
      ]),
    real([3, 2]),
    other([3, 4]),
  ),
  record(
    "dotGeneral",
    "rhs transposed",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[1], [1]],
        [[], []],
      ]),
    real([2, 3]),
    other([4, 3]),
  ),
  record(
    "dotGeneral",
    "vectors",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[0], [0]],
        [[], []],
      ]),
    real([3]),
    other([3]),
  ),
  record(
    "dotGeneral",
    "outer",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[], []],
        [[], []],
      ]),
    real([2]),
    other([3]),
  ),
  record(
    "dotGeneral",
    "scalars",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[], []],
        [[], []],
      ]),
    real([]),
    other([]),
  ),
  record(
    "dotGeneral",
    "batch",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[3], [1]],
        [
          [0, 2],
          [3, 0],
        ],
      ]),
    real([2, 4, 3, 5]),
    other([3, 5, 2, 2]),
  ),
  record(
    "dotGeneral",
    "two contracted",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [
          [2, 0],
          [0, 1],
        ],
        [[], []],
      ]),
    real([2, 3, 4]),
    other([4, 2, 2]),
  ),
  record(
    "dotGeneral",
    "nothing",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[1], [0]],
        [[], []],
      ]),
    real([2, 0]),
    other([0, 3]),
  ),
  record(
    "dotGeneral",
    "integers",
    (x, y) =>
      lax.dotGeneral(x, y, [
        [[1], [0]],
        [[], []],
      ]),
    word([2, 3]),
    word([3, 2]),
  ),
];
