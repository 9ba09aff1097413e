import { type CorePrimitives, type DType, present } from "@elegy/autodiff/spi";
import type { Body } from "../../wgsl/body.ts";
import { registerType } from "../../wgsl/register.ts";
import type { ElementwiseRule } from "../graph-rule.ts";

/** Float to integer truncates and saturates, NaN becomes 0; integers keep their low bits. */
export const convert: ElementwiseRule<CorePrimitives["convert"]> = {
  kind: "elementwise",
  emit: (body, [x = ""], { params, inputs }) => [converted(body, x, present(inputs[0]).dtype, params.dtype)],
};

function converted(body: Body, x: string, from: DType, to: DType): string {
  const [held, wanted] = [registerType(from), registerType(to)];
  if (to === "bool") return held === "bool" ? x : nonZero(x, held);
  if (held === "f32") {
    if (wanted === "f32") return x;
    if (wanted === "i32") return body.call("to_signed", x);
    const word = body.call("to_unsigned", x);
    return to === "uint8" ? `min(${word}, 255u)` : word;
  }
  if (to === "uint8" && from !== "uint8" && from !== "bool") return `(u32(${x}) & 255u)`;
  return held === wanted ? x : `${wanted}(${x})`;
}

function nonZero(x: string, held: "f32" | "i32" | "u32"): string {
  // By its bits: a subnormal number is not zero, whatever the device makes of it.
  return held === "f32" ? `((bitcast<u32>(${x}) & 0x7fffffffu) != 0u)` : `(${x} != ${held}(0))`;
}

export const bitcast: ElementwiseRule<CorePrimitives["bitcast"]> = {
  kind: "elementwise",
  rounds: false,
  emit(_body, [x = ""], { params, inputs }) {
    const [held, wanted] = [registerType(present(inputs[0]).dtype), registerType(params.dtype)];
    if (held === wanted) return [x];
    if (wanted === "bool") return [`(${x} != 0u)`];
    return [held === "bool" ? `select(0u, 1u, ${x})` : `bitcast<${wanted}>(${x})`];
  },
};
