import { jit, lax, nn, type DType, type Shape, type Tensor } from "../index.ts";
import type { PrimitiveName } from "../primitive/params.ts";

/** `float` is the widest float of the backend at hand. */
export interface Operand {
  readonly shape: Shape;
  readonly dtype: DType | "float";
  /** The element at a position. */
  readonly at: (position: number) => number;
}

/** One way to use a primitive, with operands at which it is smooth. */
export interface OpRecord {
  readonly primitive: PrimitiveName;
  /** Tells records of one primitive apart. */
  readonly note?: string;
  readonly apply: (...operands: readonly [Tensor, Tensor, Tensor, Tensor]) => Tensor;
  readonly operands: readonly Operand[];
}

type Maker = (shape: Shape) => Operand;

const made =
  (dtype: Operand["dtype"], at: (position: number) => number): Maker =>
  (shape) => ({ shape, dtype, at });

const cycle =
  (...values: readonly number[]) =>
  (i: number): number =>
    values[i % values.length] ?? Number.NaN;

const spread = cycle(0.3, -1.7, 1.2, -0.4, 1.9, -0.8, 0.7, -1.3);
const otherSpread = cycle(-0.6, 1.4, 0.2, -1.1, 0.9, 1.6, -1.8);
const gaps = cycle(0.9, 2.2, 0.5, 2.7, 1.6);

/** Different numbers in (−2, 2), none near a whole one. */
const real = made("float", (i) => spread(i) + 0.011 * i);
const other = made("float", (i) => otherSpread(i) - 0.013 * i);
const positive = made("float", (i) => gaps(i) + 0.01 * i);
const awayFromZero = made("float", (i) => (i % 2 === 0 ? 1 : -1) * (0.7 + 0.21 * i));
const whole = made("int32", cycle(3, -7, 0, 5, -2, 11));
const divisor = made("int32", cycle(2, -3, 5, -1));
const word = made("uint32", cycle(1, 4_294_967_295, 12_345_678, 0, 2_147_483_648));
const count = made("uint32", cycle(0, 1, 7, 31, 32, 40));
const truth = made("bool", (i) => Number(i % 3 !== 1));
const byte = made("uint8", (i) => (i * 37) % 256);

const shapes: readonly Shape[] = [[], [5], [2, 3], [0], [2, 0]];

/** The same operation on scalars, vectors, matrices and on nothing. */
function elementwise(
  primitive: PrimitiveName,
  apply: OpRecord["apply"],
  makers: readonly Maker[],
  note?: string,
): OpRecord[] {
  return shapes.map((shape) => ({
    primitive,
    note: `${note ?? ""}[${shape.join(",")}]`,
    apply,
    operands: makers.map((make) => make(shape)),
  }));
}

function movement(
  primitive: PrimitiveName,
  note: string,
  apply: OpRecord["apply"],
  ...operands: readonly Operand[]
): OpRecord {
  return { primitive, note, apply, operands };
}

const unary = [
  ["neg", lax.neg, real],
  ["sign", lax.sign, real],
  ["abs", lax.abs, real],
  ["floor", lax.floor, real],
  ["ceil", lax.ceil, real],
  ["round", lax.round, real],
  ["exp", lax.exp, real],
  ["expm1", lax.expm1, real],
  ["log", lax.log, positive],
  ["log1p", lax.log1p, positive],
  ["sqrt", lax.sqrt, positive],
  ["rsqrt", lax.rsqrt, positive],
  ["sin", lax.sin, real],
  ["cos", lax.cos, real],
  ["tanh", lax.tanh, real],
  ["logistic", lax.logistic, real],
  ["relu", nn.relu, real],
  ["copy", lax.copy, real],
  ["stopGradient", lax.stopGradient, real],
] as const;

const binary = [
  ["add", lax.add, real, other],
  ["sub", lax.sub, real, other],
  ["mul", lax.mul, real, other],
  ["div", lax.div, real, awayFromZero],
  ["rem", lax.rem, real, awayFromZero],
  ["pow", lax.pow, positive, other],
  ["max", lax.max, real, other],
  ["min", lax.min, real, other],
] as const;

const onIntegers = [
  ["neg", lax.neg, [whole]],
  ["sign", lax.sign, [whole]],
  ["abs", lax.abs, [whole]],
  ["not", lax.bitwiseNot, [whole]],
  ["add", lax.add, [word, word]],
  ["sub", lax.sub, [whole, divisor]],
  ["mul", lax.mul, [word, word]],
  ["div", lax.div, [whole, divisor]],
  ["rem", lax.rem, [whole, divisor]],
  ["max", lax.max, [whole, divisor]],
  ["min", lax.min, [whole, divisor]],
  ["and", lax.bitwiseAnd, [whole, divisor]],
  ["or", lax.bitwiseOr, [whole, divisor]],
  ["xor", lax.bitwiseXor, [word, count]],
  ["shiftLeft", lax.shiftLeft, [word, count]],
  ["shiftRightLogical", lax.shiftRightLogical, [word, count]],
  ["shiftRightArithmetic", lax.shiftRightArithmetic, [word, count]],
] as const;

const onTruth = [
  ["not", lax.bitwiseNot, [truth]],
  ["and", lax.bitwiseAnd, [truth, truth]],
  ["or", lax.bitwiseOr, [truth, truth]],
  ["xor", lax.bitwiseXor, [truth, truth]],
  ["copy", lax.copy, [truth]],
] as const;

const comparisons = [
  ["eq", lax.eq],
  ["ne", lax.ne],
  ["lt", lax.lt],
  ["le", lax.le],
  ["gt", lax.gt],
  ["ge", lax.ge],
] as const;

const threefry =
  (word: 0 | 1) =>
  (...words: readonly [Tensor, Tensor, Tensor, Tensor]): Tensor =>
    lax.threefry2x32(...words)[word];

const affine = jit((x: Tensor, y: Tensor) => lax.add(lax.mul(x, lax.sin(y)), y));

export const OP_RECORDS: readonly OpRecord[] = [
  ...unary.flatMap(([name, apply, maker]) => elementwise(name, apply, [maker])),
  ...binary.flatMap(([name, apply, x, y]) => elementwise(name, apply, [x, y])),
  ...onIntegers.flatMap(([name, apply, makers]) => elementwise(name, apply, makers, "integers ")),
  ...onTruth.flatMap(([name, apply, makers]) => elementwise(name, apply, makers, "bool ")),
  ...comparisons.flatMap(([name, apply]) => elementwise(name, apply, [real, other])),
  ...comparisons.flatMap(([name, apply]) => elementwise(name, apply, [byte, byte], "uint8 ")),
  ...elementwise("select", lax.select, [truth, real, other]),
  ...elementwise("select", lax.select, [truth, whole, divisor], "integers "),
  ...elementwise("convert", (x) => lax.convertElementType(x, "float32"), [real], "float "),
  ...elementwise("convert", (x) => lax.convertElementType(x, "int32"), [real], "to int "),
  ...elementwise("convert", (x) => lax.convertElementType(x, "float32"), [whole], "from int "),
  ...elementwise("convert", (x) => lax.convertElementType(x, "bool"), [whole], "to bool "),
  ...elementwise("convert", (x) => lax.convertElementType(x, "float32"), [byte], "from uint8 "),
  ...elementwise("bitcast", (x) => lax.bitcastConvertType(x, "int32"), [word]),
  ...elementwise("threefry2x32", threefry(0), [word, count, word, word], "first "),
  ...elementwise("threefry2x32", threefry(1), [word, count, word, word], "second "),
  ...elementwise("call", affine, [real, other]),

  movement("constant", "", () => lax.constant(3, "float32")),
  movement("iota", "vector", () => lax.iota("int32", 4)),
  movement("iota", "of a matrix", () => lax.broadcastedIota("float32", [2, 3], 1)),

  movement("broadcastInDim", "scalar", (x) => lax.broadcastInDim(x, [2, 3], []), real([])),
  movement("broadcastInDim", "new axes", (x) => lax.broadcastInDim(x, [4, 3, 2], [1]), real([3])),
  movement("broadcastInDim", "size 1", (x) => lax.broadcastInDim(x, [2, 3, 4], [0, 2]), real([1, 4])),
  movement("broadcastInDim", "to nothing", (x) => lax.broadcastInDim(x, [0, 3], [1]), real([3])),
  movement("reshape", "", (x) => lax.reshape(x, [3, 4]), real([2, 6])),
  movement("reshape", "to a scalar", (x) => lax.reshape(x, []), real([1, 1])),
  movement("reshape", "of nothing", (x) => lax.reshape(x, [3, 0]), real([0, 2])),
  movement("transpose", "", (x) => lax.transpose(x, [2, 0, 1]), real([2, 3, 4])),
  movement("transpose", "of nothing", (x) => lax.transpose(x, [1, 0]), real([0, 2])),
  movement("slice", "", (x) => lax.slice(x, [1, 0], [4, 2]), real([5, 3])),
  movement("slice", "strided", (x) => lax.slice(x, [1, 0], [7, 4], [3, 2]), real([7, 5])),
  movement("slice", "to nothing", (x) => lax.slice(x, [2, 1], [2, 3]), real([3, 4])),
  movement(
    "pad",
    "",
    (x, value) =>
      lax.pad(x, value, [
        [1, 2, 0],
        [0, 1, 2],
      ]),
    real([2, 3]),
    other([]),
  ),
  movement(
    "pad",
    "cropping",
    (x, value) =>
      lax.pad(x, value, [
        [-1, 2, 1],
        [1, -2, 0],
      ]),
    real([3, 4]),
    other([]),
  ),
  movement("pad", "of nothing", (x, value) => lax.pad(x, value, [[1, 2, 1]]), real([0]), other([])),
  movement("pad", "integers", (x, value) => lax.pad(x, value, [[1, 0, 0]]), whole([3]), whole([])),
  movement(
    "concatenate",
    "",
    (x, y, z) => lax.concatenate([x, y, z], 1),
    real([2, 3]),
    other([2, 0]),
    other([2, 1]),
  ),
  movement("concatenate", "one", (x) => lax.concatenate([x], 0), real([3])),
  movement("concatenate", "one twice", (x) => lax.concatenate([x, x], 0), real([3])),
  movement("reverse", "", (x) => lax.rev(x, [0, 2]), real([2, 3, 4])),
  movement("reverse", "of nothing", (x) => lax.rev(x, [0]), real([0, 2])),

  movement("reduceSum", "", (x) => lax.reduceSum(x, [0, 2]), real([2, 3, 4])),
  movement("reduceSum", "to a scalar", (x) => lax.reduceSum(x, [0]), real([6])),
  movement("reduceSum", "of nothing", (x) => lax.reduceSum(x, [1]), real([2, 0])),
  movement("reduceSum", "integers", (x) => lax.reduceSum(x, [1]), word([2, 5])),
  movement("reduceMax", "", (x) => lax.reduceMax(x, [1]), real([3, 4])),
  movement("reduceMax", "to nothing", (x) => lax.reduceMax(x, [1]), real([0, 4])),
  movement("reduceMax", "integers", (x) => lax.reduceMax(x, [0, 1]), whole([2, 3])),
  movement("reduceMax", "bool", (x) => lax.reduceMax(x, [1]), truth([2, 3])),
  movement("reduceMin", "", (x) => lax.reduceMin(x, [0, 1]), real([3, 4])),
  movement("reduceMin", "uint8", (x) => lax.reduceMin(x, [1]), byte([2, 3])),
  movement("argmax", "", (x) => lax.argmax(x, 1, "int32"), real([3, 4])),
  movement("argmax", "to nothing", (x) => lax.argmax(x, 1, "int32"), real([0, 4])),
  movement("argmin", "", (x) => lax.argmin(x, 0, "int32"), whole([4, 3])),
  movement("softmax", "", (x) => nn.softmax(x, { axis: 0 }), real([3, 4])),
  movement("softmax", "of nothing", (x) => nn.softmax(x), real([0, 3])),
  movement("logSoftmax", "", (x) => nn.logSoftmax(x), real([3, 4])),
  movement("logSoftmax", "of nothing", (x) => nn.logSoftmax(x), real([0, 3])),

  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
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
  movement(
    "cond",
    "",
    (p, x, y) =>
      lax.cond(
        p,
        (a, b) => a.mul(b).sin(),
        (a) => a.mul(y).mul(a),
        x,
        y,
      ),
    truth([]),
    real([2, 3]),
    other([2, 3]),
  ),
  movement(
    "cond",
    "switch",
    (i, x, y) => lax.switch(i, [(a) => a.sin(), (a) => a.mul(y), () => x.add(y)], x),
    made("int32", cycle(1, 7, -3, 2, 0))([]),
    real([3]),
    other([3]),
  ),
  movement(
    "scan",
    "",
    (xs, h, w) => {
      const [last, ys] = lax.scan((c, x) => [c.mul(w).add(x).sin(), [c.mul(x), c]] as const, h, xs);
      return ys[0].add(last).add(ys[1]);
    },
    real([4, 2]),
    other([2]),
    other([2]),
  ),
  movement(
    "scan",
    "reverse",
    (xs, w) => lax.scan((c, x) => [c.mul(x).add(w.sin()), c], w, xs, { reverse: true })[1],
    real([5]),
    other([]),
  ),
  movement("scan", "of nothing", (xs, h) => lax.scan((c, x) => [c.add(x), c], h, xs)[0], real([0]), real([])),
  movement(
    "while",
    "",
    (x, limit) =>
      lax.whileLoop(
        (c) => c[0].less(limit),
        ([c, n]) => [c.mul(2).add(1), n.add(c)],
        [x, 0],
      )[1],
    whole([]),
    made("int32", cycle(30, 5, 100, 12))([]),
  ),
];
