import type { DType } from "@elegy/autodiff/spi";
import type { Body } from "./body.ts";
import { floatLiteral, signedLiteral, unsignedLiteral } from "./literal.ts";

/** The type of an element in a register: half floats are computed with as `f32`, and rounded after each operation. */
export function registerType(dtype: DType): "f32" | "i32" | "u32" | "bool" {
  switch (dtype) {
    case "float32":
    case "float16":
      return "f32";
    case "int32":
      return "i32";
    case "uint32":
    case "uint8":
      return "u32";
    case "bool":
      return "bool";
    case "float64":
      throw new Error("no device has float64");
  }
}

/** From an element as it is stored to one in a register. */
export function loaded(dtype: DType, stored: string): string {
  if (dtype === "bool") return `${stored} != 0u`;
  return dtype === "float16" ? `f32(${stored})` : stored;
}

/** From a register to an element as it is stored. */
export function stored(dtype: DType, register: string): string {
  if (dtype === "bool") return `select(0u, 1u, ${register})`;
  return dtype === "float16" ? `f16(${register})` : register;
}

/** A number as a register of a dtype holds it. */
export function registerLiteral(body: Body, dtype: DType, value: number): string {
  switch (registerType(dtype)) {
    case "f32":
      if (Number.isNaN(value)) return body.call("nan_value");
      if (Math.abs(Math.fround(value)) === Infinity) {
        return value > 0 ? body.call("infinity") : `(-${body.call("infinity")})`;
      }
      return floatLiteral(value);
    case "i32":
      return signedLiteral(value);
    case "u32":
      return unsignedLiteral(value);
    case "bool":
      return value === 0 ? "false" : "true";
  }
}
