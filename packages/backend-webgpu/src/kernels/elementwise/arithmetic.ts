import { type ElementwiseRule } from "../graph-rule.ts";
import { elementwise, type Formula, infix, library, same } from "./formula.ts";

const byte =
  (formula: Formula): Formula =>
  (body, x, y) =>
    `(${formula(body, x, y)} & 255u)`;

function wrapping(operator: string): ElementwiseRule<object> {
  const formula = infix(operator);
  return elementwise({ f32: formula, i32: formula, u32: formula, uint8: byte(formula) });
}

export const add: ElementwiseRule<object> = wrapping("+");
export const sub: ElementwiseRule<object> = wrapping("-");
export const mul: ElementwiseRule<object> = wrapping("*");

const negatedWord: Formula = (_body, x) => `(0u - ${x})`;

export const neg: ElementwiseRule<object> = elementwise({
  // Not 0 - x, which makes 0 of 0, and not -x alone, which some take for it.
  f32: (_body, x) => `bitcast<f32>(bitcast<u32>(${x}) ^ 0x80000000u)`,
  i32: (_body, x) => `(0i - ${x})`,
  u32: negatedWord,
  uint8: byte(negatedWord),
});

export const abs: ElementwiseRule<object> = elementwise({
  f32: (_body, x) => `bitcast<f32>(bitcast<u32>(${x}) & 0x7fffffffu)`,
  i32: (_body, x) => `abs(${x})`,
  u32: same,
});

export const sign: ElementwiseRule<object> = elementwise({
  f32: library("sign_of"),
  i32: (_body, x) => `sign(${x})`,
  u32: (_body, x) => `min(${x}, 1u)`,
});

const larger: Formula = (_body, x, y) => `max(${x}, ${y})`;
const smaller: Formula = (_body, x, y) => `min(${x}, ${y})`;

export const max: ElementwiseRule<object> = elementwise({
  f32: library("maximum"),
  i32: larger,
  u32: larger,
  bool: infix("|"),
});

export const min: ElementwiseRule<object> = elementwise({
  f32: library("minimum"),
  i32: smaller,
  u32: smaller,
  bool: infix("&"),
});

export const div: ElementwiseRule<object> = elementwise({
  f32: infix("/"),
  i32: library("quotient_i32"),
  u32: library("quotient_u32"),
});

export const rem: ElementwiseRule<object> = elementwise({
  f32: library("remainder"),
  i32: library("remainder_i32"),
  u32: library("remainder_u32"),
});

/** Exponents that are known and common need no call, where few products are as exact. */
const floatPower: Formula = (body, x, y) => {
  switch (y) {
    case "(-1f)":
      return `(1f / ${x})`;
    case "1f":
      return x;
    case "2f":
      return `(${x} * ${x})`;
    case "3f":
      return `(${x} * ${x} * ${x})`;
    case "4f": {
      const square = body.let(`${x} * ${x}`);
      return `(${square} * ${square})`;
    }
    default:
      return body.call("power", x, y);
  }
};

export const pow: ElementwiseRule<object> = elementwise({
  f32: floatPower,
  i32: library("power_i32"),
  u32: library("raised_u32"),
});

export const floor: ElementwiseRule<object> = elementwise({ f32: library("floor_of") });
export const ceil: ElementwiseRule<object> = elementwise({ f32: library("ceil_of") });
export const round: ElementwiseRule<object> = elementwise({ f32: library("round_even") });
export const isFinite: ElementwiseRule<object> = elementwise({ f32: library("is_finite") });
