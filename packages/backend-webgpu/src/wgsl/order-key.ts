import { type DType, dtypeInfo } from "@elegy/autodiff/spi";
import { INFINITY_BITS, IS_NAN_BITS, NAN_BITS } from "./nan.ts";
import { bitsOf, fromBits } from "./raw-type.ts";

interface OrderOptions {
  readonly nan: "highest" | "lowest";
  /** Whether −0 has the key of 0. */
  readonly zeros: "equal" | "apart";
}

/** Words in the order of the elements of a dtype, so that comparisons of NaN, infinities and large integers are exact. */
export interface OrderKey {
  /** Functions that the expressions call. */
  readonly declarations: readonly string[];
  /** The key of an element as it is stored (see `rawType`). */
  readonly key: (raw: string) => string;
  /** The stored element of a key; of equal zeros the positive one. */
  readonly raw: (key: string) => string;
  /** The keys of the least and the greatest element; NaN is beyond them. */
  readonly lowest: string;
  readonly highest: string;
}

export const HIGHEST_KEY = "0xffffffffu";

export function orderKey(dtype: DType, options: OrderOptions): OrderKey {
  const { kind, bytes } = dtypeInfo(dtype);
  switch (kind) {
    case "float":
      return {
        declarations: [IS_NAN_BITS, floatFunctions(options)],
        key: (raw) => `order_key(${bitsOf(dtype, raw)})`,
        raw: (key) => fromBits(dtype, `bits_of_key(${key})`),
        lowest: `~0xff800000u`,
        highest: `(${INFINITY_BITS} | 0x80000000u)`,
      };
    case "int": {
      const flipped = (word: string): string => `(${word} ^ 0x80000000u)`;
      return { declarations: [], key: flipped, raw: flipped, lowest: "0u", highest: HIGHEST_KEY };
    }
    case "uint":
    case "bool": {
      const highest = kind === "bool" ? "1u" : bytes === 1 ? "255u" : HIGHEST_KEY;
      return { declarations: [], key: (raw) => raw, raw: (key) => key, lowest: "0u", highest };
    }
  }
}

// Floats are a sign and a magnitude: negative ones are turned round, positive ones set above them.
function floatFunctions({ nan, zeros }: OrderOptions): string {
  const nanKey = nan === "highest" ? HIGHEST_KEY : "0u";
  return `fn order_key(bits: u32) -> u32 {
  if (is_nan_bits(bits)) { return ${nanKey}; }${
    zeros === "equal" ? "\n  if ((bits & 0x7fffffffu) == 0u) { return 0x80000000u; }" : ""
  }
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}
fn bits_of_key(key: u32) -> u32 {
  if (key == ${nanKey}) { return ${NAN_BITS}; }
  return select(~key, key & 0x7fffffffu, key >= 0x80000000u);
}`;
}
