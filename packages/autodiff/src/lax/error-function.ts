import { unary, type Unary } from "./lift.ts";

/** 2/√π · ∫₀ˣ e^(−t²) dt. */
export const erf: Unary = unary("erf");
/** `1 − erf x`, exact where `erf` is near 1. */
export const erfc: Unary = unary("erfc");
/** The inverse of `erf`: ±∞ at ±1, NaN beyond. */
export const erfInv: Unary = unary("erfInv");
