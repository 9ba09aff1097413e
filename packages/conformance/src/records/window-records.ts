import { lax, np, type Shape } from "@elegy/autodiff";
import type { WindowParams } from "@elegy/autodiff/spi";
import { type OpRecord, record } from "./op-record.ts";
import { byte, divisor, made, type Maker, type Operand, other, real, truth, whole, word } from "./operand.ts";

/** No two alike within a window's reach. */
const distinct: Maker = made("float", (i) => ((i * 7) % 11) - 4.7 + 0.013 * i);

const nhwc = ["NHWC", "HWIO", "NHWC"] as const;

interface Convolution {
  readonly note: string;
  readonly lhs: Shape;
  readonly rhs: Shape;
  readonly options: lax.ConvGeneralOptions;
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
  /** How many windows there are along each axis. */
  readonly count: Shape;
  readonly params: WindowParams;
}

type Pair = readonly [low: number, high: number];

/** Windows that touch each other, without padding and holes, unless it is said otherwise. */
function windowsOf(
  note: string,
  shape: Shape,
  windowDimensions: readonly number[],
  count: Shape,
  options: Partial<WindowParams> = {},
): Window {
  const ones = shape.map(() => 1);
  const none = shape.map((): Pair => [0, 0]);
  const defaults = { windowStrides: ones, padding: none, baseDilation: ones, windowDilation: ones };
  return { note, shape, count, params: { windowDimensions, ...defaults, ...options } };
}

const windows: readonly Window[] = [
  windowsOf("disjoint", [4, 6], [2, 3], [2, 2], { windowStrides: [2, 3] }),
  windowsOf("NHWC, same", [2, 5, 4, 5], [1, 3, 2, 1], [2, 3, 2, 5], {
    windowStrides: [1, 2, 2, 1],
    padding: [
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ],
  }),
  windowsOf("side by side", [2, 9], [1, 4], [2, 9], {
    padding: [
      [0, 0],
      [2, 1],
    ],
  }),
  windowsOf("large", [19, 2], [17, 2], [2, 1], { windowStrides: [2, 1] }),
  windowsOf("dilated, padded and cropped", [5, 4], [2, 3], [4, 7], {
    windowStrides: [2, 1],
    padding: [
      [-1, 2],
      [3, -2],
    ],
    baseDilation: [2, 3],
    windowDilation: [3, 2],
  }),
  windowsOf("to nothing", [2, 3], [3, 1], [0, 3]),
  windowsOf("of nothing", [0, 3], [1, 2], [0, 2]),
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

  ...windows.flatMap(({ note, shape, count, params }) => [
    record("reduceWindowSum", note, (x) => lax.reduceWindowSum(x, params), real(shape)),
    // A window over padding alone is infinite, which has no finite difference.
    record("reduceWindowMax", note, (x) => np.maximum(lax.reduceWindowMax(x, params), -9), distinct(shape)),
    record("reduceWindowMin", note, (x) => np.minimum(lax.reduceWindowMin(x, params), 9), distinct(shape)),
    record(
      "selectAndGatherAdd",
      note,
      (values, x) => lax.selectAndGatherAdd(values, x, { ...params, select: "le" }),
      real(shape),
      distinct(shape),
    ),
    record(
      "selectAndScatterAdd",
      note,
      (values, x) => lax.selectAndScatterAdd(values, x, { ...params, select: "ge" }),
      real(count),
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
      lax.reduceWindowMax(
        x,
        windowsOf("", [3, 6], [2, 3], [3, 6], {
          padding: [
            [1, 0],
            [1, 1],
          ],
        }).params,
      ),
    byte([3, 6]),
  ),
  record(
    "reduceWindowMin",
    "bool",
    (x) =>
      lax.reduceWindowMin(x, windowsOf("", [9], [3], [5], { windowStrides: [2], padding: [[1, 2]] }).params),
    truth([9]),
  ),
];
