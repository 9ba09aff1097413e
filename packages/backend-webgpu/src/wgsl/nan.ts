/**
 * WGSL lets an implementation assume that there are neither NaN nor infinities, and forbids constants that are: both are
 * told, and made, by their bits. `x != x` is not to be relied on.
 */
export const NAN_BITS = "0x7fc00000u";
export const INFINITY_BITS = "0x7f800000u";

/** `is_nan_bits(bits: u32) -> bool`, for the bits of an `f32`. */
export const IS_NAN_BITS: string = `fn is_nan_bits(bits: u32) -> bool {
  return (bits & 0x7fffffffu) > ${INFINITY_BITS};
}`;
