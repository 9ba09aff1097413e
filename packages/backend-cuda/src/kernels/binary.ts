import { byKind, elementwise, type Formula, operation, operations, through } from "./elementwise.ts";
import { integerDivide, integerPower, integerRemainder } from "./integer-arithmetic.ts";
import type { KernelRows } from "./kernel-rows.ts";
import { shiftLeft, shiftRightArithmetic, shiftRightLogical } from "./shifts.ts";

/** Of `bool`, which TensorFlow neither orders nor counts. */
const asBytes =
  (name: string): Formula =>
  (tf, ...operands) =>
    tf.apply(
      name,
      operands.map((x) => tf.cast(x, "uint8")),
    );

const comparison = (name: string) => elementwise(byKind({ signed: operation(name), bool: asBytes(name) }));

type BinaryName =
  | ("add" | "sub" | "mul" | "div" | "rem" | "pow" | "atan2" | "max" | "min" | "and" | "or" | "xor")
  | ("shiftLeft" | "shiftRightLogical" | "shiftRightArithmetic" | "eq" | "ne" | "lt" | "le" | "gt" | "ge");

/** Elementwise primitives with two operands. */
export const binaryKernels: KernelRows<BinaryName> = {
  ...operations({ add: "AddV2", sub: "Sub", mul: "Mul", atan2: "Atan2", eq: "Equal", ne: "NotEqual" }),
  div: elementwise(byKind({ float: operation("RealDiv"), signed: integerDivide })),
  // `fmod`, which TensorFlow has not for `float16`.
  rem: elementwise(
    byKind({
      float: through((type) => (type === "float16" ? "float32" : type), operation("TruncateMod")),
      signed: integerRemainder,
    }),
  ),
  pow: elementwise(byKind({ float: operation("Pow"), signed: integerPower })),
  max: elementwise(byKind({ signed: operation("Maximum"), bool: operation("LogicalOr") })),
  min: elementwise(byKind({ signed: operation("Minimum"), bool: operation("LogicalAnd") })),
  and: elementwise(byKind({ signed: operation("BitwiseAnd"), bool: operation("LogicalAnd") })),
  or: elementwise(byKind({ signed: operation("BitwiseOr"), bool: operation("LogicalOr") })),
  xor: elementwise(byKind({ signed: operation("BitwiseXor"), bool: operation("NotEqual") })),
  shiftLeft: elementwise(shiftLeft),
  shiftRightLogical: elementwise(shiftRightLogical),
  shiftRightArithmetic: elementwise(shiftRightArithmetic),
  lt: comparison("Less"),
  le: comparison("LessEqual"),
  gt: comparison("Greater"),
  ge: comparison("GreaterEqual"),
};
