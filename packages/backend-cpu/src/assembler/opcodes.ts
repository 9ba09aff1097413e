export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

export const VALUE_TYPES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** Instructions without immediates. Those of the SIMD page (prefix 0xfd) carry it as their highest byte. */
export const OPCODES = {
  select: 0x1b,
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.ne": 0x47,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_s": 0x4a,
  "i32.gt_u": 0x4b,
  "i32.le_u": 0x4d,
  "i32.ge_s": 0x4e,
  "i32.ge_u": 0x4f,
  "f32.eq": 0x5b,
  "f32.ne": 0x5c,
  "f32.lt": 0x5d,
  "f32.gt": 0x5e,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.div_s": 0x6d,
  "i32.div_u": 0x6e,
  "i32.rem_s": 0x6f,
  "i32.rem_u": 0x70,
  "i32.and": 0x71,
  "i32.or": 0x72,
  "i32.xor": 0x73,
  "i32.shl": 0x74,
  "i32.shr_s": 0x75,
  "i32.shr_u": 0x76,
  "i64.lt_s": 0x53,
  "i64.gt_s": 0x55,
  "i64.or": 0x84,
  "i64.shl": 0x86,
  "f64.mul": 0xa2,
  "i32.wrap_i64": 0xa7,
  "i64.extend_i32_s": 0xac,
  "i64.extend_i32_u": 0xad,
  "f32.convert_i32_s": 0xb2,

  "i8x16.splat": 0xfd0f,
  "i16x8.splat": 0xfd10,
  "i32x4.splat": 0xfd11,
  "f32x4.splat": 0xfd13,
  "f64x2.splat": 0xfd14,
  "i32x4.eq": 0xfd37,
  "i32x4.ne": 0xfd38,
  "i32x4.lt_s": 0xfd39,
  "i32x4.lt_u": 0xfd3a,
  "i32x4.gt_s": 0xfd3b,
  "i32x4.gt_u": 0xfd3c,
  "i32x4.le_s": 0xfd3d,
  "i32x4.le_u": 0xfd3e,
  "i32x4.ge_s": 0xfd3f,
  "i32x4.ge_u": 0xfd40,
  "f32x4.eq": 0xfd41,
  "f32x4.ne": 0xfd42,
  "f32x4.lt": 0xfd43,
  "f32x4.gt": 0xfd44,
  "f32x4.le": 0xfd45,
  "f32x4.ge": 0xfd46,
  "f64x2.lt": 0xfd49,
  "f64x2.gt": 0xfd4a,
  "f64x2.ge": 0xfd4c,
  "v128.not": 0xfd4d,
  "v128.and": 0xfd4e,
  "v128.or": 0xfd50,
  "v128.xor": 0xfd51,
  "v128.bitselect": 0xfd52,
  "v128.any_true": 0xfd53,
  "f32x4.demote_f64x2_zero": 0xfd5e,
  "f64x2.promote_low_f32x4": 0xfd5f,
  "f32x4.ceil": 0xfd67,
  "f32x4.floor": 0xfd68,
  "f32x4.nearest": 0xfd6a,
  "f64x2.trunc": 0xfd7a,
  "i16x8.narrow_i32x4_u": 0xfd86,
  "i16x8.extend_low_i8x16_u": 0xfd89,
  "f64x2.nearest": 0xfd94,
  "i32x4.abs": 0xfda0,
  "i32x4.neg": 0xfda1,
  "i32x4.extend_low_i16x8_u": 0xfda9,
  "i32x4.shl": 0xfdab,
  "i32x4.shr_s": 0xfdac,
  "i32x4.shr_u": 0xfdad,
  "i32x4.add": 0xfdae,
  "i32x4.sub": 0xfdb1,
  "i32x4.mul": 0xfdb5,
  "i32x4.min_s": 0xfdb6,
  "i32x4.min_u": 0xfdb7,
  "i32x4.max_s": 0xfdb8,
  "i32x4.max_u": 0xfdb9,
  "i64x2.shl": 0xfdcb,
  "i64x2.shr_u": 0xfdcd,
  "i64x2.add": 0xfdce,
  "i64x2.sub": 0xfdd1,
  "i64x2.lt_s": 0xfdd8,
  "i64x2.gt_s": 0xfdd9,
  "f32x4.abs": 0xfde0,
  "f32x4.neg": 0xfde1,
  "f32x4.sqrt": 0xfde3,
  "f32x4.add": 0xfde4,
  "f32x4.sub": 0xfde5,
  "f32x4.mul": 0xfde6,
  "f32x4.div": 0xfde7,
  "f32x4.min": 0xfde8,
  "f32x4.max": 0xfde9,
  "f32x4.pmin": 0xfdea,
  "f32x4.pmax": 0xfdeb,
  "f64x2.abs": 0xfdec,
  "f64x2.sqrt": 0xfdef,
  "f64x2.add": 0xfdf0,
  "f64x2.sub": 0xfdf1,
  "f64x2.mul": 0xfdf2,
  "f64x2.div": 0xfdf3,
  "f64x2.pmin": 0xfdf6,
  "f64x2.pmax": 0xfdf7,
  "i32x4.trunc_sat_f32x4_s": 0xfdf8,
  "i32x4.trunc_sat_f32x4_u": 0xfdf9,
  "f32x4.convert_i32x4_s": 0xfdfa,
  "f32x4.convert_i32x4_u": 0xfdfb,
  "i32x4.trunc_sat_f64x2_s_zero": 0xfdfc,
  "i32x4.trunc_sat_f64x2_u_zero": 0xfdfd,
  "f64x2.convert_low_i32x4_s": 0xfdfe,
  "f64x2.convert_low_i32x4_u": 0xfdff,
  "f32x4.relaxed_madd": 0xfd0105,
} as const;

export type Op = keyof typeof OPCODES;

interface MemoryOp {
  readonly code: number;
  /** Logarithm of the alignment promised, at most the natural one. */
  readonly align: number;
}

export type MemoryOpName =
  | "i32.load"
  | "f32.load"
  | "i32.load8_u"
  | "i32.load16_u"
  | "i64.load"
  | "i32.store"
  | "f32.store"
  | "i32.store8"
  | "i32.store16"
  | "i64.store"
  | "v128.load"
  | "v128.load8_splat"
  | "v128.load16_splat"
  | "v128.load32_splat"
  | "v128.store"
  | "v128.load32_zero"
  | "v128.load64_zero"
  | "i32.atomic.load"
  | "i32.atomic.store"
  | "i32.atomic.rmw.add"
  | "memory.atomic.notify"
  | "memory.atomic.wait32";

/** Instructions with a memory operand: address below, then what is stored. */
export const MEMORY_OPS: Readonly<Record<MemoryOpName, MemoryOp>> = {
  "i32.load": { code: 0x28, align: 2 },
  "i64.load": { code: 0x29, align: 3 },
  "f32.load": { code: 0x2a, align: 2 },
  "i32.load8_u": { code: 0x2d, align: 0 },
  "i32.load16_u": { code: 0x2f, align: 1 },
  "i32.store": { code: 0x36, align: 2 },
  "i64.store": { code: 0x37, align: 3 },
  "f32.store": { code: 0x38, align: 2 },
  "i32.store8": { code: 0x3a, align: 0 },
  "i32.store16": { code: 0x3b, align: 1 },
  "v128.load": { code: 0xfd00, align: 2 },
  "v128.load8_splat": { code: 0xfd07, align: 0 },
  "v128.load16_splat": { code: 0xfd08, align: 1 },
  "v128.load32_splat": { code: 0xfd09, align: 2 },
  "v128.store": { code: 0xfd0b, align: 2 },
  "v128.load32_zero": { code: 0xfd5c, align: 0 },
  "v128.load64_zero": { code: 0xfd5d, align: 0 },
  "i32.atomic.load": { code: 0xfe10, align: 2 },
  "i32.atomic.store": { code: 0xfe17, align: 2 },
  // Leaves the value from before.
  "i32.atomic.rmw.add": { code: 0xfe1e, align: 2 },
  // Address, how many to wake; leaves how many were.
  "memory.atomic.notify": { code: 0xfe00, align: 2 },
  // Address, value expected there, nanoseconds as i64 (negative: for ever).
  "memory.atomic.wait32": { code: 0xfe01, align: 2 },
};

export type LaneMemoryOpName =
  | "v128.store8_lane"
  | "v128.store16_lane"
  | "v128.store32_lane"
  | "v128.store64_lane";

/** Memory operand and lane. */
export const LANE_MEMORY_OPS: Readonly<Record<LaneMemoryOpName, MemoryOp>> = {
  "v128.store8_lane": { code: 0xfd58, align: 0 },
  "v128.store16_lane": { code: 0xfd59, align: 0 },
  "v128.store32_lane": { code: 0xfd5a, align: 0 },
  "v128.store64_lane": { code: 0xfd5b, align: 0 },
};

export const LANE_OPS = {
  "i32x4.extract_lane": 0xfd1b,
  "i32x4.replace_lane": 0xfd1c,
  "f32x4.extract_lane": 0xfd1f,
} as const;

export type LaneOpName = keyof typeof LANE_OPS;
