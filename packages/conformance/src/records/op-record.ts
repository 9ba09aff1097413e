import type { Tensor } from "@elegy/autodiff";
import type { Operand } from "./operand.ts";

/** One way to use a primitive, with operands at which it is smooth. */
export interface OpRecord {
  readonly primitive: string;
  /** Tells records of one primitive apart. */
  readonly note?: string;
  readonly apply: (...operands: readonly [Tensor, Tensor, Tensor, Tensor]) => Tensor;
  readonly operands: readonly Operand[];
  /** It may be applied to operands of any shape, as long as all have the same. */
  readonly anyShape?: boolean;
  /** `false` if its derivative is not the limit of differences. */
  readonly smooth?: boolean;
}

/** The name of a record in messages, and in a list of known gaps. */
export function recordName({ primitive, note }: OpRecord): string {
  return note ? `${primitive} ${note}` : primitive;
}

/**
 * A record of one primitive.
 *
 * @param note tells it from other records of the primitive; may be empty.
 * @example
 * ```ts
 * import { operand, record } from "@elegy/conformance";
 * record("sin", "of a row", lax.sin, operand.real([1, 5])).operands.length; // => 1
 * ```
 */
export function record(
  primitive: string,
  note: string,
  apply: OpRecord["apply"],
  ...operands: readonly Operand[]
): OpRecord {
  return { primitive, note, apply, operands };
}
