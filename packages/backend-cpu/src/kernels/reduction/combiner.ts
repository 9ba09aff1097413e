import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type DType, formatSpec, type NodeSpec } from "@elegy/autodiff/spi";
import type { Op } from "../../assembler/opcodes.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { present } from "../../codegen/present.ts";

/** How two elements become one, on vectors as `Lanes` holds them. */
export interface Combiner {
  readonly dtype: DType;
  readonly op: Op;
  /** The bits of its neutral element. */
  readonly identity: number;
  /** Whether an element may be combined more than once. */
  readonly idempotent: boolean;
}

export type CombinerTable = Readonly<Partial<Record<DType, readonly [op: Op, identity: number]>>>;

export const SUM: CombinerTable = {
  float32: ["f32x4.add", 0],
  int32: ["i32x4.add", 0],
  uint32: ["i32x4.add", 0],
};

export const PRODUCT: CombinerTable = {
  float32: ["f32x4.mul", floatBits(1)],
  int32: ["i32x4.mul", 1],
  uint32: ["i32x4.mul", 1],
};

export const AND: CombinerTable = {
  int32: ["v128.and", -1],
  uint32: ["v128.and", -1],
  bool: ["v128.and", -1],
};

export const OR: CombinerTable = {
  int32: ["v128.or", 0],
  uint32: ["v128.or", 0],
  bool: ["v128.or", 0],
};

export const MAX: CombinerTable = {
  float32: ["f32x4.max", floatBits(-Infinity)],
  int32: ["i32x4.max_s", 0x80000000],
  uint32: ["i32x4.max_u", 0],
  uint8: ["i32x4.max_u", 0],
  bool: ["v128.or", 0],
};

export const MIN: CombinerTable = {
  float32: ["f32x4.min", floatBits(Infinity)],
  int32: ["i32x4.min_s", 0x7fffffff],
  uint32: ["i32x4.min_u", 0xffffffff],
  uint8: ["i32x4.min_u", 255],
  bool: ["v128.and", -1],
};

export function combinerFor(table: CombinerTable, { name, inputs }: NodeSpec<unknown>): Combiner {
  const operand = present(inputs[0]);
  const entry = table[operand.dtype];
  if (entry === undefined)
    throw dtypeUnsupported(name, formatSpec(operand), "Convert to float32 or int32 first.");
  const [op, identity] = entry;
  return { dtype: operand.dtype, op, identity, idempotent: table !== SUM && table !== PRODUCT };
}
