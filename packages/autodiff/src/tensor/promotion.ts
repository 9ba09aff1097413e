import { type DType, dtypeInfo } from "./dtype.ts";

/** An operand as promotion sees it: a JavaScript number, or a tensor made from one, is weak. */
export interface Promotable {
  readonly dtype: DType;
  readonly weak: boolean;
}

const ORDER: readonly DType[] = ["bool", "uint8", "uint32", "int32", "float16", "float32", "float64"];

/** The dtype a JavaScript value has on its own: `bool`, `int32` for whole numbers, else `float32`. */
export function dtypeOfNumber(value: number | boolean): DType {
  if (typeof value === "boolean") return "bool";
  return Number.isInteger(value) && !Object.is(value, -0) ? "int32" : "float32";
}

/**
 * The dtype in which operands meet, as in JAX with 64-bit types off: strong operands take the later of
 * `bool < uint8 < uint32 < int32 < float16 < float32 < float64`; a weak one only changes the kind, never the
 * width (`int32 + 0.5` is `float32`, `float16 + 0.5` stays `float16`).
 */
export function promote(operands: readonly Promotable[]): DType {
  const strong = operands.filter((operand) => !operand.weak).map((operand) => operand.dtype);
  const weak = operands.filter((operand) => operand.weak).map((operand) => operand.dtype);
  const base = highest(strong);
  const numbers = highest(weak);
  if (base === undefined) return numbers ?? "float32";
  if (numbers === undefined || kindRank(numbers) <= kindRank(base)) return base;
  return numbers;
}

function highest(dtypes: readonly DType[]): DType | undefined {
  return dtypes.length === 0
    ? undefined
    : dtypes.reduce((a, b) => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b));
}

/** How much a kind of number holds: truth values less than whole numbers, these less than floats. */
export function kindRank(dtype: DType): number {
  const rank = { bool: 0, uint: 1, int: 1, float: 2 } as const;
  return rank[dtypeInfo(dtype).kind];
}
