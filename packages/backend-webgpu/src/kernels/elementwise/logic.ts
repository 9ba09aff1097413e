import type { ElementwiseRule } from "../graph-rule.ts";
import { elementwise, type Formula, infix, library } from "./formula.ts";

const bitwise = (operator: string): ElementwiseRule<object> => {
  const formula = infix(operator);
  return elementwise({ i32: formula, u32: formula, bool: formula });
};

export const and: ElementwiseRule<object> = bitwise("&");
export const or: ElementwiseRule<object> = bitwise("|");
export const xor: ElementwiseRule<object> = elementwise({
  i32: infix("^"),
  u32: infix("^"),
  bool: infix("!="),
});

const inverted: Formula = (_body, x) => `(~${x})`;

export const not: ElementwiseRule<object> = elementwise({
  i32: inverted,
  u32: inverted,
  uint8: (_body, x) => `(~${x} & 255u)`,
  bool: (_body, x) => `(!${x})`,
});

const count: Formula = (_body, x) => `countOneBits(${x})`;

export const populationCount: ElementwiseRule<object> = elementwise({ i32: count, u32: count });

/** `[predicate, onTrue, onFalse]`. */
export const select: ElementwiseRule<object> = {
  kind: "elementwise",
  rounds: false,
  emit: (_body, [predicate, onTrue, onFalse]) => [`select(${onFalse}, ${onTrue}, ${predicate})`],
};

/** WGSL takes the count modulo 32; a greater one, read as unsigned, leaves nothing, or the sign. */
export const shiftLeft: ElementwiseRule<object> = elementwise({
  i32: (_body, x, y) => `select(0i, ${x} << (u32(${y}) & 31u), u32(${y}) < 32u)`,
  u32: (_body, x, y) => `select(0u, ${x} << (${y} & 31u), ${y} < 32u)`,
});
export const shiftRightLogical: ElementwiseRule<object> = elementwise({
  i32: (_body, x, y) => `select(0i, i32(u32(${x}) >> (u32(${y}) & 31u)), u32(${y}) < 32u)`,
  u32: (_body, x, y) => `select(0u, ${x} >> (${y} & 31u), ${y} < 32u)`,
});
export const shiftRightArithmetic: ElementwiseRule<object> = elementwise({
  i32: (_body, x, y) => `(${x} >> min(u32(${y}), 31u))`,
  u32: (_body, x, y) => `u32(i32(${x}) >> min(${y}, 31u))`,
});

const compare = (float: Formula, operator: string, bool: Formula): ElementwiseRule<object> =>
  elementwise({ f32: float, i32: infix(operator), u32: infix(operator), bool });

const turned =
  (formula: Formula): Formula =>
  (body, x, y) =>
    formula(body, y, x);
const negated =
  (formula: Formula): Formula =>
  (body, x, y) =>
    `(!${formula(body, x, y)})`;
const before: Formula = (_body, x, y) => `(!${x} & ${y})`;

export const eq: ElementwiseRule<object> = compare(library("equal"), "==", infix("=="));
export const ne: ElementwiseRule<object> = compare(negated(library("equal")), "!=", infix("!="));
export const lt: ElementwiseRule<object> = compare(library("less"), "<", before);
export const le: ElementwiseRule<object> = compare(library("less_or_equal"), "<=", negated(turned(before)));
export const gt: ElementwiseRule<object> = compare(turned(library("less")), ">", turned(before));
export const ge: ElementwiseRule<object> = compare(turned(library("less_or_equal")), ">=", negated(before));
