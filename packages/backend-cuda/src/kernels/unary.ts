import { byKind, elementwise, type Formula, operation, operations, through, where } from "./elementwise.ts";
import { erfInv } from "./inverse-error-function.ts";
import type { KernelRows } from "./kernel-rows.ts";

const itself: Formula = (_, x) => x;

/** A function that is 0 at 0, which keeps its sign. */
const keepingZero =
  (formula: Formula): Formula =>
  (tf, x) =>
    where(tf, tf.apply("Equal", [x, tf.scalar(x.type, 0)]), x, formula(tf, x));

type UnaryName =
  | (
      | "neg"
      | "sign"
      | "abs"
      | "floor"
      | "ceil"
      | "round"
      | "exp"
      | "expm1"
      | "log"
      | "log1p"
      | "sqrt"
      | "rsqrt"
    )
  | (
      | "sin"
      | "cos"
      | "tan"
      | "asin"
      | "acos"
      | "atan"
      | "sinh"
      | "cosh"
      | "tanh"
      | "asinh"
      | "acosh"
      | "atanh"
    )
  | (
      | "erf"
      | "erfc"
      | "erfInv"
      | "cbrt"
      | "isFinite"
      | "populationCount"
      | "not"
      | "copy"
      | "logistic"
      | "relu"
    );

/** Elementwise primitives with one operand. */
export const unaryKernels: KernelRows<UnaryName> = {
  ...operations({
    floor: "Floor",
    ceil: "Ceil",
    // To even.
    round: "Round",
    exp: "Exp",
    expm1: "Expm1",
    log: "Log",
    log1p: "Log1p",
    sqrt: "Sqrt",
    rsqrt: "Rsqrt",
    sin: "Sin",
    cos: "Cos",
    tan: "Tan",
    asin: "Asin",
    acos: "Acos",
    atan: "Atan",
    sinh: "Sinh",
    cosh: "Cosh",
    tanh: "Tanh",
    asinh: "Asinh",
    acosh: "Acosh",
    atanh: "Atanh",
    erf: "Erf",
    erfc: "Erfc",
    isFinite: "IsFinite",
    logistic: "Sigmoid",
    relu: "Relu",
  }),
  neg: elementwise(
    byKind({
      float: operation("Neg"),
      signed: operation("Neg"),
      unsigned: (tf, x) => tf.apply("Sub", [tf.scalar(x.type, 0), x]),
    }),
  ),
  sign: elementwise(
    byKind({
      float: keepingZero(operation("Sign")),
      signed: operation("Sign"),
      unsigned: (tf, x) => tf.apply("Minimum", [x, tf.scalar(x.type, 1)]),
    }),
  ),
  abs: elementwise(byKind({ signed: operation("Abs"), unsigned: itself })),
  erfInv: elementwise(erfInv),
  // ±|x|^⅓, in double precision, where the rounding of ⅓ is not seen.
  cbrt: elementwise(
    through(
      () => "float64",
      keepingZero((tf, x) => {
        const root = tf.apply("Pow", [tf.apply("Abs", [x]), tf.scalar("float64", 1 / 3)]);
        const isNegative = tf.apply("Less", [x, tf.scalar("float64", 0)]);
        return where(tf, isNegative, tf.apply("Neg", [root]), root);
      }),
    ),
  ),
  populationCount: elementwise((tf, x) => tf.cast(tf.apply("PopulationCount", [x]), x.type)),
  not: elementwise(byKind({ signed: operation("Invert"), bool: operation("LogicalNot") })),
  copy: elementwise(itself),
};
