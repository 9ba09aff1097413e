import type { CorePrimitives, DType, Shape, NodeSpec } from "@elegy/autodiff/spi";
import type { Dispatch } from "../dispatch.ts";
import type { DeviceTraits } from "../kernel-rule.ts";
import { convGeneralDilated } from "./conv-general-dilated.ts";
import { dotGeneral } from "./dot-general.ts";

const TRAITS: DeviceTraits = {
  shaderF16: true,
  maxStorageBuffers: 8,
  maxInvocations: 256,
};

export type ProductName = "dotGeneral" | "convGeneralDilated";

/** A node with operands of small whole numbers, of which every sum is exact. */
export interface ProductCase<K extends ProductName> {
  readonly name: K;
  readonly params: CorePrimitives[K];
  readonly lhs: Shape;
  readonly rhs: Shape;
  readonly result: Shape;
  readonly dtype: DType;
}

export function nodeOf<K extends ProductName>({
  name,
  params,
  lhs,
  rhs,
  result,
  dtype,
}: ProductCase<K>): NodeSpec<CorePrimitives[K]> {
  return {
    name,
    params,
    inputs: [lhs, rhs].map((shape) => ({ shape, dtype })),
    outputs: [{ shape: result, dtype }],
  };
}

export function dispatchesOf(given: ProductCase<ProductName>): readonly Dispatch[] {
  // The name says which parameters they are.
  if (given.name === "dotGeneral") {
    return dotGeneral(nodeOf(given as ProductCase<"dotGeneral">), TRAITS);
  }
  return convGeneralDilated(nodeOf(given as ProductCase<"convGeneralDilated">), TRAITS);
}
