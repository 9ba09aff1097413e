import { lax, np, type Shape } from "../index.ts";
import type { ConvGeneralOptions } from "../lax/convolution.ts";
import { type ReduceWindowOptions, windowParams } from "../lax/reduce-window.ts";
import { windowedShape } from "../primitive/rules/window-rules.ts";
import {
  byte,
  divisor,
  made,
  type Maker,
  type Operand,
  type OpRecord,
  other,
  real,
  record,
  truth,
  whole,
  word,
} from "./op-record.test-support.ts";

/** No two alike within a window's reach. */
const distinct: Maker = made("float", (i) => ((i * 7) % 11) - 4.7 + 0.013 * i);

const nhwc = ["NHWC", "HWIO", "NHWC"] as const;

interface Convolution {
  readonly note: string;
  readonly lhs: Shape;
  readonly rhs: Shape;
  readonly options: ConvGeneralOptions;
}

const convolutions: readonly Convolution[] = [
  {
    note: "integers, same",
    lhs: [2, 5, 6, 3],
    rhs: [3, 3, 3, 4],
    options: { windowStrides: [1, 1], padding: "SAME", dimensionNumbers: nhwc },
  },
  {
    note: "strided",
    lhs: [2, 6, 5, 2],
    rhs: [3, 2, 2, 3],
    options: { windowStrides: [2, 3], padding: "SAME", dimensionNumbers: nhwc },
  },
  {
    note: "integers, NCHW, both dilated, padded and cropped",
    lhs: [1, 2, 4, 5],
    rhs: [3, 2, 2, 3],
    options: {
      windowStrides: [2, 1],
      padding: [
        [2, 1],
        [-1, 3],
      ],
      lhsDilation: [3, 2],
      rhsDilation: [2, 1],
    },
  },
  {
    note: "integers, groups of features",
    lhs: [2, 4, 3, 4],
    rhs: [2, 2, 2, 6],
    options: { windowStrides: [1, 2], padding: "SAME", dimensionNumbers: nhwc, featureGroupCount: 2 },
  },
  {
    note: "integers, groups of the batch",
    lhs: [4, 4, 3, 2],
    rhs: [2, 2, 2, 4],
    options: { windowStrides: [1, 1], padding: "VALID", dimensionNumbers: nhwc, batchGroupCount: 2 },
  },
  {
    note: "integers, depthwise",
    lhs: [2, 4, 3, 5],
    rhs: [3, 2, 1, 5],
    options: { windowStrides: [2, 1], padding: "SAME", dimensionNumbers: nhwc, featureGroupCount: 5 },
  },
  {
    note: "one axis, unusual layouts",
    lhs: [3, 2, 7],
    rhs: [4, 3, 2],
    options: {
      windowStrides: [2],
      padding: [[1, 2]],
      rhsDilation: [2],
      dimensionNumbers: ["CNW", "OIW", "WCN"],
    },
  },
  {
    note: "three axes",
    lhs: [1, 3, 4, 3, 2],
    rhs: [2, 2, 3, 2, 2],
    options: {
      windowStrides: [1, 2, 1],
      padding: "SAME_LOWER",
      dimensionNumbers: ["NDHWC", "DHWIO", "NDHWC"],
    },
  },
  {
    note: "no axis",
    lhs: [2, 3],
    rhs: [4, 3],
    options: { windowStrides: [], padding: "VALID" },
  },
  {
    note: "of nothing",
    lhs: [0, 4, 2],
    rhs: [3, 2, 2],
    options: { windowStrides: [1], padding: "VALID", dimensionNumbers: ["NHC", "HIO", "NHC"] },
  },
  {
    note: "to nothing",
    lhs: [2, 2, 2],
    rhs: [3, 2, 2],
    options: { windowStrides: [1], padding: "VALID", dimensionNumbers: ["NHC", "HIO", "NHC"] },
  },
];

interface Window {
  readonly note: string;
  readonly shape: Shape;
  readonly options: ReduceWindowOptions;
}

const windows: readonly Window[] = [
  { note: "disjoint", shape: [4, 6], options: { windowDimensions: [2, 3], windowStrides: [2, 3] } },
  {
    note: "NHWC, same",
    shape: [2, 5, 4, 5],
    options: { windowDimensions: [1, 3, 2, 1], windowStrides: [1, 2, 2, 1], padding: "SAME" },
  },
  { note: "side by side", shape: [2, 9], options: { windowDimensions: [1, 4], padding: "SAME_LOWER" } },
  { note: "large", shape: [19, 2], options: { windowDimensions: [17, 2], windowStrides: [2, 1] } },
  {
    note: "dilated, padded and cropped",
    shape: [5, 4],
    options: {
      windowDimensions: [2, 3],
      windowStrides: [2, 1],
      padding: [
        [-1, 2],
        [3, -2],
      ],
      baseDilation: [2, 3],
      windowDilation: [3, 2],
    },
  },
  { note: "to nothing", shape: [2, 3], options: { windowDimensions: [3, 1] } },
  { note: "of nothing", shape: [0, 3], options: { windowDimensions: [1, 2] } },
];

export const WINDOW_RECORDS: readonly OpRecord[] = [
  ...convolutions.flatMap(({ note, lhs, rhs, options }) => {
    const kindOf = (kind: string, x: Operand, y: Operand): OpRecord =>
      record("convGeneralDilated", note + kind, (a, b) => lax.convGeneralDilated(a, b, options), x, y);
    return [
      kindOf("", real(lhs), other(rhs)),
      ...(note.startsWith("integers") ? [kindOf(" i32", whole(lhs), divisor(rhs))] : []),
    ];
  }),

  ...windows.flatMap(({ note, shape, options }) => [
    record("reduceWindowSum", note, (x) => lax.reduceWindow(x, 0, lax.add, options), real(shape)),
    // A window over padding alone is infinite, which has no finite difference.
    record(
      "reduceWindowMax",
      note,
      (x) => np.maximum(lax.reduceWindow(x, -Infinity, lax.max, options), -9),
      distinct(shape),
    ),
    record(
      "reduceWindowMin",
      note,
      (x) => np.minimum(lax.reduceWindow(x, Infinity, lax.min, options), 9),
      distinct(shape),
    ),
    record(
      "selectAndGatherAdd",
      note,
      (values, x) => lax.selectAndGatherAdd(values, x, { ...windowParams("", shape, options), select: "le" }),
      real(shape),
      distinct(shape),
    ),
    record(
      "selectAndScatterAdd",
      note,
      (values, x) =>
        lax.selectAndScatterAdd(values, x, { ...windowParams("", shape, options), select: "ge" }),
      real(windowedShape("", { shape, dtype: "float32" }, windowParams("", shape, options))),
      distinct(shape),
    ),
  ]),
  record(
    "reduceWindowSum",
    "integers",
    (x) => lax.reduceWindow(x, 0, lax.add, { windowDimensions: [2, 2], padding: "SAME" }),
    word([3, 4]),
  ),
  record(
    "reduceWindowMax",
    "uint8",
    (x) =>
      lax.reduceWindowMax(x, windowParams("", [3, 6], { windowDimensions: [2, 3], padding: "SAME_LOWER" })),
    byte([3, 6]),
  ),
  record(
    "reduceWindowMin",
    "bool",
    (x) =>
      lax.reduceWindowMin(
        x,
        windowParams("", [9], { windowDimensions: [3], windowStrides: [2], padding: [[1, 2]] }),
      ),
    truth([9]),
  ),
];
