import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { log1p } from "./log1p.ts";

/**
 * M. Giles, "Approximating the erfinv function" (2010), step by step as XLA computes it: JAX's normal random numbers are
 * made of this approximation, whose error is up to 4·10⁻⁶.
 */
export function erfInv(lanes: Lanes, x: Local): Local {
  const w = lanes.op("f32x4.neg", log1p(lanes, lanes.op("f32x4.neg", lanes.op("f32x4.mul", x, x))));
  const center = lanes.polynomial(lanes.op("f32x4.sub", w, lanes.float(2.5)), CENTER);
  const root = lanes.op("f32x4.sub", lanes.op("f32x4.sqrt", w), lanes.float(3));
  const tail = lanes.polynomial(root, TAIL);
  const p = lanes.choose(lanes.op("f32x4.lt", w, lanes.float(5)), center, tail);
  const result = lanes.op("f32x4.mul", p, x);
  const pole = lanes.op("f32x4.eq", lanes.op("f32x4.abs", x), lanes.float(1));
  return lanes.choose(pole, lanes.op("f32x4.mul", x, lanes.float(Infinity)), result);
}

const CENTER = [
  1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-6, -3.5233877e-6,
  3.43273939e-7, 2.81022636e-8,
];

const TAIL = [
  2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844, 0.00134934322,
  0.000100950558, -0.000200214257,
];
