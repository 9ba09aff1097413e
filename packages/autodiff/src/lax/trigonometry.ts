import { binary, type Binary, unary, type Unary } from "./lift.ts";

export const sin: Unary = unary("sin");
export const cos: Unary = unary("cos");
export const tan: Unary = unary("tan");
export const asin: Unary = unary("asin");
export const acos: Unary = unary("acos");
export const atan: Unary = unary("atan");
export const sinh: Unary = unary("sinh");
export const cosh: Unary = unary("cosh");
export const tanh: Unary = unary("tanh");
export const asinh: Unary = unary("asinh");
export const acosh: Unary = unary("acosh");
export const atanh: Unary = unary("atanh");
/** The angle of the point (x, y), in [−π, π]; `y` comes first. */
export const atan2: Binary = binary("atan2");
