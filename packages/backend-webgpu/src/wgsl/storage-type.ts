import { type DType, DTypeUnsupportedError } from "@elegy/autodiff/spi";

/**
 * The type of an element in a storage buffer: `array<f32>` and so on. `bool` and `uint8` take a word each (0 or 1; 0 to
 * 255); `float16` is there where the device has `shader-f16`, and takes two bytes.
 */
export const STORAGE_TYPES: Readonly<Record<Exclude<DType, "float64">, "f32" | "f16" | "i32" | "u32">> = {
  float32: "f32",
  float16: "f16",
  int32: "i32",
  uint32: "u32",
  uint8: "u32",
  bool: "u32",
};

/** The type of an element; `float64` has none in WGSL. */
export function storageTypeOf(dtype: DType): (typeof STORAGE_TYPES)[keyof typeof STORAGE_TYPES] {
  if (dtype !== "float64") return STORAGE_TYPES[dtype];
  throw new DTypeUnsupportedError({
    operation: "webgpu",
    problem: "no device computes in this dtype",
    received: dtype,
    hint: "Convert to float32 first.",
  });
}
