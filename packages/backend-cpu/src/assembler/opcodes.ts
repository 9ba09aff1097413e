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

/** Instructions without immediates. Those behind a prefix, such as 0xfd for vectors, carry it as their first byte. */
const PLAIN = [
  "1b  select",
  "45 i32. eqz eq ne lt_s lt_u gt_s gt_u - le_u ge_s ge_u",
  "6a i32. add sub mul div_s - - - and or xor shl - shr_u",
  "53 i64. lt_s - gt_s",
  "84 i64. or - shl",
  "a2 f64. mul",
  "a7 i32. wrap_i64",
  "ac i64. extend_i32_s extend_i32_u",
  "fd11 i32x4. splat",
  "fd37 i32x4. eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u",
  "fd41 f32x4. eq ne lt gt le ge",
  "fd49 f64x2. lt gt - ge",
  "fd4d v128. not and - or xor bitselect any_true",
  "fd5e f32x4. demote_f64x2_zero",
  "fd5f f64x2. promote_low_f32x4",
  "fd67 f32x4. ceil floor - nearest",
  "fd7a f64x2. trunc",
  "fd86 i16x8. narrow_i32x4_u - - extend_low_i8x16_u",
  "fd94 f64x2. nearest",
  "fda0 i32x4. abs neg",
  "fda9 i32x4. extend_low_i16x8_u - shl shr_s shr_u add - - sub",
  "fdb5 i32x4. mul min_s min_u max_s max_u",
  "fdcb i64x2. shl - shr_u add - - sub",
  "fdd8 i64x2. lt_s gt_s",
  "fde0 f32x4. abs neg - sqrt add sub mul div min max pmin pmax",
  "fdec f64x2. abs - - sqrt add sub mul div - - pmin pmax",
  "fdf8 i32x4. trunc_sat_f32x4_s trunc_sat_f32x4_u",
  "fdfa f32x4. convert_i32x4_s convert_i32x4_u",
  "fdfc i32x4. trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero",
  "fdfe f64x2. convert_low_i32x4_s convert_low_i32x4_u",
  "fd0105 f32x4. relaxed_madd",
] as const;

/** Instructions with a memory operand: address below, then what is stored. */
const MEMORY = [
  "28 i32. load",
  "29 i64. load",
  "2d i32. load8_u - load16_u",
  "36 i32. store",
  "37 i64. store",
  "3a i32. store8 store16",
  "fd00 v128. load",
  "fd07 v128. load8_splat load16_splat load32_splat - store",
  "fd5c v128. load32_zero load64_zero",
  // Address, how many to wake; leaves how many were. Address, value expected there, nanoseconds as i64 (negative: for ever).
  "fe00 memory.atomic. notify wait32",
  "fe10 i32.atomic. load",
  "fe17 i32.atomic. store",
  // Leaves the value from before.
  "fe1e i32.atomic.rmw. add",
] as const;

/** Memory operand and lane. */
const LANE_MEMORY = ["fd58 v128. store8_lane store16_lane store32_lane store64_lane"] as const;

const LANE = ["fd1b i32x4. extract_lane replace_lane", "fd1f f32x4. extract_lane"] as const;

export type Op = NameIn<(typeof PLAIN)[number]>;
export type MemoryOpName = NameIn<(typeof MEMORY)[number]>;
export type LaneMemoryOpName = NameIn<(typeof LANE_MEMORY)[number]>;
export type LaneOpName = NameIn<(typeof LANE)[number]>;

export const OPCODES: Readonly<Record<Op, number>> = numbered(PLAIN);
export const MEMORY_OPCODES: Readonly<Record<MemoryOpName, number>> = numbered(MEMORY);
export const LANE_MEMORY_OPCODES: Readonly<Record<LaneMemoryOpName, number>> = numbered(LANE_MEMORY);
export const LANE_OPCODES: Readonly<Record<LaneOpName, number>> = numbered(LANE);

function numbered<const R extends Row>(rows: readonly R[]): Record<NameIn<R>, number> {
  const entries = rows.flatMap((row) => {
    const [first = "", prefix = "", ...names] = row.split(" ");
    return names.map((name, index) => [prefix + name, parseInt(first, 16) + index] as const);
  });
  return Object.fromEntries(entries.filter(([name]) => !name.endsWith("-"))) as Record<NameIn<R>, number>;
}
