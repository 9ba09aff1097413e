import type { ElementwiseRule } from "../graph-rule.ts";
import { elementwise, library } from "./formula.ts";

const float = (name: string): ElementwiseRule<object> => elementwise({ f32: library(name) });

export const exp: ElementwiseRule<object> = float("exponential");
export const expm1: ElementwiseRule<object> = float("exponential_minus_one");
export const log: ElementwiseRule<object> = float("logarithm");
export const log1p: ElementwiseRule<object> = float("logarithm_plus_one");
export const tanh: ElementwiseRule<object> = float("hyperbolic_tangent");
export const sinh: ElementwiseRule<object> = float("hyperbolic_sine");
export const cosh: ElementwiseRule<object> = float("hyperbolic_cosine");
export const asinh: ElementwiseRule<object> = float("inverse_hyperbolic_sine");
export const acosh: ElementwiseRule<object> = float("inverse_hyperbolic_cosine");
export const atanh: ElementwiseRule<object> = float("inverse_hyperbolic_tangent");
export const sin: ElementwiseRule<object> = float("sine");
export const cos: ElementwiseRule<object> = float("cosine");
export const tan: ElementwiseRule<object> = float("tangent");
export const asin: ElementwiseRule<object> = float("arc_sine");
export const acos: ElementwiseRule<object> = float("arc_cosine");
export const atan: ElementwiseRule<object> = float("arc_tangent");
export const atan2: ElementwiseRule<object> = float("angle_of");
export const erf: ElementwiseRule<object> = float("erf_value");
export const erfc: ElementwiseRule<object> = float("erfc_value");
export const erfInv: ElementwiseRule<object> = float("erf_inverse");
export const cbrt: ElementwiseRule<object> = float("cube_root");
export const sqrt: ElementwiseRule<object> = float("square_root");
export const rsqrt: ElementwiseRule<object> = elementwise({
  f32: (body, x) => `(1f / ${body.call("square_root", x)})`,
});
