import { lax, nn, np, type Tensor } from "@elegy/autodiff";
import { record, type OpRecord } from "./op-record.ts";
import { cycle, made, type Maker, other, real, truth } from "./operand.ts";

/** Whole numbers that float32 does not have, up to both ends. */
const large: Maker = made(
  "int32",
  cycle(16_777_217, 2_147_483_647, -16_777_219, 123_456_789, -2_147_483_648, 987_654_321),
);
const otherLarge: Maker = made("int32", cycle(33_554_433, -123_456_787, 2_147_483_646));
/** Below zero, no two alike within a window's reach. */
const negative: Maker = made("float", (i) => -1 - ((i * 7) % 11) - 0.013 * i);
/** Their sums are exact. */
const few: Maker = made("float", cycle(1, -2, 0, 2, -1));
/** Their sums are rounded, differently in each order. */
const rounded: Maker = made("float", (i) => Math.sin(i * i) / 8);
/** The greatest ones are at 2, 66 and 100 of 128, the least ones next to them. */
const tied: Maker = made("float", (i) => {
  const place = i % 128;
  return [2, 66, 100].includes(place) ? 3 : [3, 67, 101].includes(place) ? -3 : 0.5;
});

const backwards = { reverse: true } as const;
const nhwc = ["NHWC", "HWIO", "NHWC"] as const;
const square = { windowShape: [3, 3], strides: [2, 2], padding: "SAME" } as const;

/** The same kernel at two lengths, one after the other. */
const atTwoLengths =
  (apply: (x: Tensor, axis: number, options: { readonly reverse: true }) => Tensor) =>
  (x: Tensor): Tensor =>
    lax.concatenate([apply(x, 0, backwards), apply(lax.concatenate([x, x, x], 0), 0, backwards)], 0);

/** Products with a weight that every step changes, in its place if the backend can. */
const whileItChanges =
  (product: (x: Tensor, w: Tensor) => Tensor) =>
  (x: Tensor, w: Tensor, steps: Tensor): Tensor =>
    lax.scan((now, step) => [now.mul(0.5).add(step), product(x, now)], w, steps)[1];

/**
 * What kernels of TensorFlow.js 4.22 were seen to get wrong, some on one of its backends, some on all. Where a record from
 * elsewhere would have caught it, `engine-defects.test.ts` names that one.
 */
export const ENGINE_DEFECT_RECORDS: readonly OpRecord[] = [
  record(
    "dotGeneral",
    "transposed, a long sum, and a row added",
    (x, y, row) => np.add(np.matmul(np.transpose(x), y), row),
    few([100, 2]),
    few([100, 3]),
    other([3]),
  ),
  record("dotGeneral", "a very long sum", (x, y) => np.matmul(x, y), rounded([2, 2100]), rounded([2100, 2])),
  record(
    "dotGeneral",
    "with a weight that changes",
    whileItChanges(np.matmul),
    real([2, 3]),
    other([3, 2]),
    real([3]),
  ),
  record(
    "convGeneralDilated",
    "with a weight that changes",
    whileItChanges((x, w) =>
      lax.convGeneralDilated(x, w, {
        windowStrides: [1],
        padding: "VALID",
        dimensionNumbers: ["NWC", "WIO", "NWC"],
      }),
    ),
    real([1, 4, 2]),
    other([2, 2, 3]),
    real([3]),
  ),
  record("dotGeneral", "batches repeat each other", np.matmul, real([4, 1, 2, 3]), other([1, 3, 3, 2])),
  record("reduceWindowMax", "below zero", (x) => nn.maxPool(x, square), negative([1, 5, 5, 1])),
  record(
    "reduceWindowMax",
    "below zero, three axes",
    (x) => nn.maxPool(x, { windowShape: [2, 2, 2], strides: [1, 2, 1], padding: "SAME" }),
    negative([1, 3, 4, 2, 1]),
  ),
  record(
    "reduceWindowSum",
    "means of what is there",
    (x) => nn.avgPool(x, { ...square, countIncludePad: false }),
    real([1, 5, 4, 2]),
  ),
  ...(["SAME", "VALID"] as const).map((padding) =>
    record(
      "convGeneralDilated",
      `depthwise, window dilated, ${padding}`,
      (x, y) =>
        lax.convGeneralDilated(x, y, {
          windowStrides: [1, 1],
          padding,
          rhsDilation: [2, 2],
          dimensionNumbers: nhwc,
          featureGroupCount: 3,
        }),
      real([1, 5, 6, 3]),
      other([3, 2, 1, 3]),
    ),
  ),
  record(
    "convGeneralDilated",
    "three axes, strided",
    (x, y) =>
      lax.convGeneralDilated(x, y, {
        windowStrides: [2, 2, 2],
        padding: "SAME",
        dimensionNumbers: ["NDHWC", "DHWIO", "NDHWC"],
      }),
    real([1, 4, 3, 4, 1]),
    other([3, 2, 2, 1, 2]),
  ),
  record("cumsum", "reversed, of two lengths", atTwoLengths(lax.cumsum), real([5])),
  record("cumprod", "reversed, of two lengths", atTwoLengths(lax.cumprod), real([3])),
  record("transpose", "integers", (x) => lax.transpose(x, [2, 0, 1]), large([2, 3, 4])),
  record("transpose", "bool", (x) => lax.transpose(x, [1, 2, 0]), truth([2, 3, 4])),
  record("reduceSum", "integers, the first axes", (x) => lax.reduceSum(x, [0, 1]), large([3, 2, 4])),
  record("reduceMax", "integers, the first axes", (x) => lax.reduceMax(x, [0, 1]), large([3, 2, 4])),
  record("add", "large integers", lax.add, large([6]), otherLarge([6])),
  record("sub", "large integers", lax.sub, large([6]), otherLarge([6])),
  record("mul", "large integers", lax.mul, large([6]), otherLarge([6])),
  record("max", "large integers", lax.max, large([6]), otherLarge([6])),
  record("select", "large integers", lax.select, truth([6]), large([6]), otherLarge([6])),
  record("broadcastInDim", "large integers", (x) => lax.broadcastInDim(x, [3, 6], [1]), large([6])),
  record("concatenate", "large integers", (x, y) => lax.concatenate([x, y], 0), large([6]), otherLarge([3])),
  record("slice", "large integers", (x) => lax.slice(x, [1], [6], [2]), large([7])),
  record("pad", "large integers", (x, y) => lax.pad(x, y, [[1, 2, 1]]), large([6]), otherLarge([])),
  record("reverse", "large integers", (x) => lax.rev(x, [1]), large([2, 6])),
  record("reverse", "bool", (x) => lax.rev(x, [0]), truth([7])),
  record(
    "scatterAdd",
    "many meet",
    (x, at, y) => np.at(x, at).add(y),
    rounded([3]),
    { shape: [120], dtype: "int32", at: cycle(2, 0, 2, 1, 0) },
    rounded([120]),
  ),
  record("gather", "large integers", (x, at) => np.take(x, at, { axis: 0 }), large([6]), {
    shape: [4],
    dtype: "int32",
    at: cycle(5, 0, 3, 1),
  }),
  record("select", "by a row", np.where, truth([3]), real([2, 3]), other([2, 3])),
  record("argmax", "the first of equals", (x) => lax.argmax(x, 1, "int32"), tied([2, 128])),
  record("argmin", "the first of equals", (x) => lax.argmin(x, 0, "int32"), tied([128])),
];
