import type { DType } from "@elegy/autodiff/spi";

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
