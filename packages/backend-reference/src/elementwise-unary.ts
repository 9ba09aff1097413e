import type { DType, NoParams } from "@elegy/autodiff/spi";
import { erf, erfc, erfInv, erfInvFloat32 } from "./error-function.ts";
import { first, generate, type HostKernel, type HostKernels, only } from "./host-kernel.ts";
import { at } from "./indexing.ts";

export const unaryKernels: HostKernels<
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
  | "erf"
  | "erfc"
  | "erfInv"
  | "cbrt"
  | "isFinite"
  | "populationCount"
  | "not"
  | "copy"
> = {
  neg: unary((x) => -x),
  sign: unary(Math.sign),
  abs: unary(Math.abs),
  floor: unary(Math.floor),
  ceil: unary(Math.ceil),
  round: unary(roundTiesToEven),
  exp: unary(Math.exp),
  expm1: unary(Math.expm1),
  log: unary(Math.log),
  log1p: unary(Math.log1p),
  sqrt: unary(Math.sqrt),
  rsqrt: unary((x) => 1 / Math.sqrt(x)),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  tan: unary(Math.tan),
  asin: unary(Math.asin),
  acos: unary(Math.acos),
  atan: unary(Math.atan),
  sinh: unary(Math.sinh),
  cosh: unary(Math.cosh),
  tanh: unary(Math.tanh),
  asinh: unary(Math.asinh),
  acosh: unary(Math.acosh),
  atanh: unary(Math.atanh),
  erf: unary(erf),
  erfc: unary(erfc),
  erfInv: unary((x, dtype) => (dtype === "float64" ? erfInv(x) : erfInvFloat32(x))),
  cbrt: unary(Math.cbrt),
  isFinite: unary((x) => Number(Number.isFinite(x))),
  populationCount: unary(countOnes),
  not: unary((x, dtype) => (dtype === "bool" ? 1 - x : ~x)),
  copy: unary((x) => x),
};

function unary(apply: (x: number, dtype: DType) => number): HostKernel<NoParams> {
  return (inputs, _params, outputs) => {
    const { buffer, spec } = first(inputs);
    return [generate(only(outputs), (position) => apply(at(buffer, position), spec.dtype))];
  };
}

function countOnes(x: number): number {
  let count = 0;
  for (let bits = x >>> 0; bits !== 0; bits >>>= 1) count += bits & 1;
  return count;
}

function roundTiesToEven(x: number): number {
  const below = Math.floor(x);
  const above = Math.ceil(x);
  // An integer, infinite or NaN.
  if (above - below !== 1) return x;
  const distance = x - below;
  if (distance === 0.5) return below % 2 === 0 ? below : above;
  return distance < 0.5 ? below : above;
}
