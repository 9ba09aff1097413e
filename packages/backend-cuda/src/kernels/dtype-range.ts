import { type DType, dtypeInfo } from "@elegy/autodiff/spi";

/** The least and the greatest value of a dtype: the identities of maximum and minimum. */
export function rangeOf(dtype: DType): { readonly lowest: number; readonly highest: number } {
  const { kind, bytes } = dtypeInfo(dtype);
  if (kind === "float") return { lowest: -Infinity, highest: Infinity };
  if (kind === "bool") return { lowest: 0, highest: 1 };
  const count = 2 ** (8 * bytes);
  return kind === "int" ? { lowest: -count / 2, highest: count / 2 - 1 } : { lowest: 0, highest: count - 1 };
}
