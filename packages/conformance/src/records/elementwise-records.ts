import { checkpoint, customJvp, jit, lax, nn, type Tensor } from "@elegy/autodiff";
import type { OpRecord } from "./op-record.ts";
import {
  awayFromZero,
  beyond,
  byte,
  count,
  divisor,
  inside,
  type Maker,
  other,
  positive,
  real,
  truth,
  whole,
  word,
} from "./operand.ts";

/** The same operation on a matrix and, by the check of shapes, on operands of all other shapes. */
function elementwise(
  primitive: string,
  apply: OpRecord["apply"],
  makers: readonly Maker[],
  note = "",
): OpRecord[] {
  return [{ primitive, note, apply, operands: makers.map((make) => make([2, 3])), anyShape: true }];
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
  ["tan", lax.tan, inside],
  ["asin", lax.asin, inside],
  ["acos", lax.acos, inside],
  ["atan", lax.atan, real],
  ["sinh", lax.sinh, real],
  ["cosh", lax.cosh, real],
  ["tanh", lax.tanh, real],
  ["asinh", lax.asinh, real],
  ["acosh", lax.acosh, beyond],
  ["atanh", lax.atanh, inside],
  ["erf", lax.erf, real],
  ["erfc", lax.erfc, real],
  ["erfInv", lax.erfInv, inside],
  ["cbrt", lax.cbrt, awayFromZero],
  ["isFinite", lax.isFinite, real],
  ["logistic", lax.logistic, real],
  ["relu", nn.relu, real],
  ["copy", lax.copy, real],
] as const;

const binary = [
  ["add", lax.add, real, other],
  ["sub", lax.sub, real, other],
  ["mul", lax.mul, real, other],
  ["div", lax.div, real, awayFromZero],
  ["rem", lax.rem, real, awayFromZero],
  ["pow", lax.pow, positive, other],
  ["atan2", lax.atan2, real, awayFromZero],
  ["logaddexp", lax.logaddexp, real, other],
  ["max", lax.max, real, other],
  ["min", lax.min, real, other],
] as const;

const onIntegers = [
  ["neg", lax.neg, [whole]],
  ["sign", lax.sign, [whole]],
  ["abs", lax.abs, [whole]],
  ["populationCount", lax.populationCount, [word]],
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

const affineSine = (x: Tensor, y: Tensor): Tensor => lax.add(lax.mul(x, lax.sin(y)), y);
const affine = jit(affineSine);
const twice = customJvp((x: Tensor) => lax.sin(lax.sin(x))).defJvps((dx, _, x) =>
  lax.mul(dx, lax.mul(lax.cos(lax.sin(x)), lax.cos(x))),
);

export const ELEMENTWISE_RECORDS: readonly OpRecord[] = [
  ...unary.flatMap(([name, apply, maker]) => elementwise(name, apply, [maker])),
  // What it says is not what differences say: that there is no slope.
  {
    primitive: "stopGradient",
    apply: lax.stopGradient,
    operands: [real([2, 3])],
    anyShape: true,
    smooth: false,
  },
  ...binary.flatMap(([name, apply, x, y]) => elementwise(name, apply, [x, y])),
  ...onIntegers.flatMap(([name, apply, makers]) => elementwise(name, apply, makers, "integers")),
  ...onTruth.flatMap(([name, apply, makers]) => elementwise(name, apply, makers, "bool")),
  ...comparisons.flatMap(([name, apply]) => elementwise(name, apply, [real, other])),
  ...comparisons.flatMap(([name, apply]) => elementwise(name, apply, [byte, byte], "uint8")),
  ...elementwise("select", lax.select, [truth, real, other]),
  ...elementwise("select", lax.select, [truth, whole, divisor], "integers"),
  // Its steps are larger than the differences.
  {
    primitive: "convert",
    note: "float",
    apply: (x) => lax.convertElementType(x, "float32"),
    operands: [real([2, 3])],
    anyShape: true,
    smooth: false,
  },
  ...elementwise("convert", (x) => lax.convertElementType(x, "int32"), [real], "to int"),
  ...elementwise("convert", (x) => lax.convertElementType(x, "float32"), [whole], "from int"),
  ...elementwise("convert", (x) => lax.convertElementType(x, "bool"), [whole], "to bool"),
  ...elementwise("convert", (x) => lax.convertElementType(x, "float32"), [byte], "from uint8"),
  ...elementwise("bitcast", (x) => lax.bitcastConvertType(x, "int32"), [word]),
  ...elementwise("threefry2x32", threefry(0), [word, count, word, word], "first"),
  ...elementwise("threefry2x32", threefry(1), [word, count, word, word], "second"),
  ...elementwise("call", affine, [real, other]),
  ...elementwise("checkpoint", checkpoint(affineSine), [real, other]),
  ...elementwise("customJvp", twice, [real]),
];
