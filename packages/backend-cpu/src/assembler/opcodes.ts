export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

export const VALUE_TYPES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** An opcode, and the instructions from it on, as the specification lists them; a dash is one that nobody emits. */
type Row = readonly [first: number, prefix: string, names: string];

type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Word> | Words<Rest>
  : Exclude<Text, "-">;

type NameIn<R extends Row> = R extends readonly [
  number,
  infer Prefix extends string,
  infer Names extends string,
]
  ? `${Prefix}${Words<Names>}`
  : never;

/** Instructions without immediates. Those behind a prefix, such as 0xfd for vectors, carry it as their highest byte. */
const PLAIN = [
  [0x1b, "", "select"],
  [0x45, "i32.", "eqz eq ne lt_s lt_u gt_s gt_u - le_u ge_s ge_u"],
  [0x5b, "f32.", "eq ne lt gt"],
  [0x6a, "i32.", "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u"],
  [0x53, "i64.", "lt_s - gt_s"],
  [0x84, "i64.", "or - shl"],
  [0xa2, "f64.", "mul"],
  [0xa7, "i32.", "wrap_i64"],
  [0xac, "i64.", "extend_i32_s extend_i32_u"],
  [0xb2, "f32.", "convert_i32_s"],
  [0xfd0f, "i8x16.", "splat"],
  [0xfd10, "i16x8.", "splat"],
  [0xfd11, "i32x4.", "splat"],
  [0xfd13, "f32x4.", "splat"],
  [0xfd14, "f64x2.", "splat"],
  [0xfd37, "i32x4.", "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"],
  [0xfd41, "f32x4.", "eq ne lt gt le ge"],
  [0xfd49, "f64x2.", "lt gt - ge"],
  [0xfd4d, "v128.", "not and - or xor bitselect any_true"],
  [0xfd5e, "f32x4.", "demote_f64x2_zero"],
  [0xfd5f, "f64x2.", "promote_low_f32x4"],
  [0xfd67, "f32x4.", "ceil floor - nearest"],
  [0xfd7a, "f64x2.", "trunc"],
  [0xfd86, "i16x8.", "narrow_i32x4_u - - extend_low_i8x16_u"],
  [0xfd94, "f64x2.", "nearest"],
  [0xfda0, "i32x4.", "abs neg"],
  [0xfda9, "i32x4.", "extend_low_i16x8_u - shl shr_s shr_u add - - sub"],
  [0xfdb5, "i32x4.", "mul min_s min_u max_s max_u"],
  [0xfdcb, "i64x2.", "shl - shr_u add - - sub"],
  [0xfdd8, "i64x2.", "lt_s gt_s"],
  [0xfde0, "f32x4.", "abs neg - sqrt add sub mul div min max pmin pmax"],
  [0xfdec, "f64x2.", "abs - - sqrt add sub mul div - - pmin pmax"],
  [0xfdf8, "i32x4.", "trunc_sat_f32x4_s trunc_sat_f32x4_u"],
  [0xfdfa, "f32x4.", "convert_i32x4_s convert_i32x4_u"],
  [0xfdfc, "i32x4.", "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero"],
  [0xfdfe, "f64x2.", "convert_low_i32x4_s convert_low_i32x4_u"],
  [0xfd0105, "f32x4.", "relaxed_madd"],
] as const;

/** Instructions with a memory operand: address below, then what is stored. */
const MEMORY = [
  [0x28, "i32.", "load"],
  [0x29, "i64.", "load"],
  [0x2a, "f32.", "load"],
  [0x2d, "i32.", "load8_u - load16_u"],
  [0x36, "i32.", "store"],
  [0x37, "i64.", "store"],
  [0x38, "f32.", "store"],
  [0x3a, "i32.", "store8 store16"],
  [0xfd00, "v128.", "load"],
  [0xfd07, "v128.", "load8_splat load16_splat load32_splat - store"],
  [0xfd5c, "v128.", "load32_zero load64_zero"],
  // Address, how many to wake; leaves how many were. Address, value expected there, nanoseconds as i64 (negative: for ever).
  [0xfe00, "memory.atomic.", "notify wait32"],
  [0xfe10, "i32.atomic.", "load"],
  [0xfe17, "i32.atomic.", "store"],
  // Leaves the value from before.
  [0xfe1e, "i32.atomic.rmw.", "add"],
] as const;

/** Memory operand and lane. */
const LANE_MEMORY = [[0xfd58, "v128.", "store8_lane store16_lane store32_lane store64_lane"]] as const;

const LANE = [
  [0xfd1b, "i32x4.", "extract_lane replace_lane"],
  [0xfd1f, "f32x4.", "extract_lane"],
] as const;

export type Op = NameIn<(typeof PLAIN)[number]>;
export type MemoryOpName = NameIn<(typeof MEMORY)[number]>;
export type LaneMemoryOpName = NameIn<(typeof LANE_MEMORY)[number]>;
export type LaneOpName = NameIn<(typeof LANE)[number]>;

export const OPCODES: Readonly<Record<Op, number>> = numbered(PLAIN);
export const MEMORY_OPCODES: Readonly<Record<MemoryOpName, number>> = numbered(MEMORY);
export const LANE_MEMORY_OPCODES: Readonly<Record<LaneMemoryOpName, number>> = numbered(LANE_MEMORY);
export const LANE_OPCODES: Readonly<Record<LaneOpName, number>> = numbered(LANE);

function numbered<const R extends Row>(rows: readonly R[]): Record<NameIn<R>, number> {
  const entries = rows.flatMap(([first, prefix, names]) =>
    names.split(" ").map((name, index) => [prefix + name, first + index] as const),
  );
  return Object.fromEntries(entries.filter(([name]) => !name.endsWith("-"))) as Record<NameIn<R>, number>;
}
