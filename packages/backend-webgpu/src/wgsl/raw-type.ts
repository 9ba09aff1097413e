import type { DType } from "@elegy/autodiff/spi";

/** What elements are read and written as where their bits matter and not what they stand for. */
export type RawType = "u32" | "f16";

/**
 * Words for all dtypes but `float16`, so that one pipeline moves them all, and what a device makes of NaN or of very small
 * numbers does not matter.
 */
export function rawType(dtype: DType): RawType {
  return dtype === "float16" ? "f16" : "u32";
}

/** The bits of an element as a word; those of `float16` are those of the same number as `f32`. */
export function bitsOf(dtype: DType, raw: string): string {
  return dtype === "float16" ? `bitcast<u32>(f32(${raw}))` : raw;
}

export function fromBits(dtype: DType, bits: string): string {
  return dtype === "float16" ? `f16(bitcast<f32>(${bits}))` : bits;
}
