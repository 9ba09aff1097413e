export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

export const VALUE_TYPES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** An opcode, and the instructions from it on, as the specification lists them: a dash is one that nobody emits. */
type Row = `${string} ${string} ${string}`;

type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Word> | Words<Rest>
  : Exclude<Text, "-">;

type NameIn<R extends Row> = R extends `${string} ${infer Prefix} ${infer Names}`
  ? `${Prefix}${Words<Names>}`
  : never;

/** Instructions without immediates. Before three digits stands the prefix, such as 0xfd for vectors. */
const PLAIN = [
  "1b  select",
  "45 i32. eqz eq ne lt_s lt_u gt_s gt_u - le_u ge_s ge_u",
  "6a i32. add sub mul - - - - and or xor shl - shr_u",
  "53 i64. lt_s - gt_s",
  "84 i64. or - shl",
  "a7 i32. wrap_i64",
  "ac i64. extend_i32_s extend_i32_u",
  "fd011 i32x4. splat",
  "fd037 i32x4. eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u",
  "fd041 f32x4. eq ne lt gt le ge",
  "fd049 f64x2. lt gt - ge",
  "fd04d v128. not and - or xor bitselect any_true",
  "fd05e f32x4. demote_f64x2_zero",
  "fd05f f64x2. promote_low_f32x4",
  "fd067 f32x4. ceil floor - nearest",
  "fd07a f64x2. trunc",
  "fd086 i16x8. narrow_i32x4_u - - extend_low_i8x16_u",
  "fd094 f64x2. nearest",
  "fd0a0 i32x4. abs neg",
  "fd0a9 i32x4. extend_low_i16x8_u - shl shr_s shr_u add - - sub",
  "fd0b5 i32x4. mul min_s min_u max_s max_u",
  "fd0cb i64x2. shl - shr_u add - - sub",
  "fd0d8 i64x2. lt_s gt_s",
  "fd0e0 f32x4. abs neg - sqrt add sub mul div min max pmin pmax",
  "fd0ec f64x2. abs - - sqrt add sub mul div - - pmin pmax",
  "fd0f8 i32x4. trunc_sat_f32x4_s trunc_sat_f32x4_u",
  "fd0fa f32x4. convert_i32x4_s convert_i32x4_u",
  "fd0fc i32x4. trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero",
  "fd0fe f64x2. convert_low_i32x4_s convert_low_i32x4_u",
  "fd105 f32x4. relaxed_madd",
] as const;

/** Instructions with a memory operand: address below, then what is stored. */
const MEMORY = [
  "28 i32. load",
  "29 i64. load",
  "2d i32. load8_u - load16_u",
  "36 i32. store",
  "37 i64. store",
  "3a i32. store8 store16",
  "fd000 v128. load",
  "fd007 v128. load8_splat load16_splat load32_splat - store",
  "fd05c v128. load32_zero load64_zero",
  // Address, how many to wake; leaves how many were. Address, value expected there, nanoseconds as i64 (negative: for ever).
  "fe000 memory.atomic. notify wait32",
  "fe010 i32.atomic. load",
  "fe017 i32.atomic. store",
  // Leaves the value from before.
  "fe01e i32.atomic.rmw. add",
] as const;

/** Memory operand and lane. */
const LANE_MEMORY = ["fd058 v128. store8_lane store16_lane store32_lane store64_lane"] as const;

const LANE = ["fd01b i32x4. extract_lane replace_lane", "fd01f f32x4. extract_lane"] as const;

export type Op = NameIn<(typeof PLAIN)[number]>;
export type MemoryOpName = NameIn<(typeof MEMORY)[number]>;
export type LaneMemoryOpName = NameIn<(typeof LANE_MEMORY)[number]>;
export type LaneOpName = NameIn<(typeof LANE)[number]>;

export const OPCODES: Readonly<Record<Op | MemoryOpName | LaneMemoryOpName | LaneOpName, number>> = numbered([
  ...PLAIN,
  ...MEMORY,
  ...LANE_MEMORY,
  ...LANE,
]);

function numbered<const R extends Row>(rows: readonly R[]): Record<NameIn<R>, number> {
  const entries = rows.flatMap((row) => {
    const [first = "", prefix = "", ...names] = row.split(" ");
    return names.map((name, index) => [prefix + name, parseInt(first, 16) + index]);
  });
  return Object.fromEntries(entries) as Record<NameIn<R>, number>;
}
