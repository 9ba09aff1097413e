/** A `f32` in WGSL. NaN and the infinities have no literal, and come from the library: see `wgsl/library.ts`. */
export function floatLiteral(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) throw new RangeError(`${value} has no literal in WGSL`);
  if (Object.is(rounded, -0)) return "(-0f)";
  return rounded < 0 ? `(${rounded}f)` : `${rounded}f`;
}

/** An `i32` in WGSL: the least one can only be written as a difference. */
export function signedLiteral(value: number): string {
  const wrapped = value | 0;
  if (wrapped === -0x80000000) return "(-2147483647i - 1i)";
  return wrapped < 0 ? `(${wrapped}i)` : `${wrapped}i`;
}

/** A `u32` in WGSL. */
export function unsignedLiteral(value: number): string {
  return `${value >>> 0}u`;
}
