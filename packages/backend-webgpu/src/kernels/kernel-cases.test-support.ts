// The primitives are defined where the package is loaded.
import "@elegy/autodiff";
import {
  type CorePrimitives,
  type DType,
  hostArray,
  primitiveNamed,
  type Shape,
  sizeOf,
  storeNumber,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { cumulativeRules } from "./cumulative/cumulative-rules.ts";
import type { Dispatch } from "./dispatch.ts";
import { readingRules, updatingRules } from "./indexing/indexing-rules.ts";
import type { DeviceTraits, DispatchRules } from "./kernel-rule.ts";
import { sortingRules } from "./sorting/sorting-rules.ts";
import { windowsRules } from "./windows/windows-rules.ts";

type RuleName =
  | keyof typeof readingRules
  | keyof typeof updatingRules
  | keyof typeof sortingRules
  | keyof typeof cumulativeRules
  | keyof typeof windowsRules;

const rules: DispatchRules<RuleName> = {
  ...readingRules,
  ...updatingRules,
  ...sortingRules,
  ...cumulativeRules,
  ...windowsRules,
};

export interface HostOperand {
  readonly spec: TensorSpec;
  readonly data: TypedArray;
}

export function operand(dtype: DType, shape: Shape, at: (position: number) => number): HostOperand {
  const data = hostArray(dtype, sizeOf(shape));
  for (const position of data.keys()) storeNumber(data, position, at(position), dtype);
  return { spec: { shape, dtype }, data };
}

/** Whole numbers of `0…limit − 1` in no order, and always the same. */
export function scrambled(limit: number, seed = 1): (position: number) => number {
  return (position) => {
    const word = Math.imul(position + 1, 0x9e37_79b1) ^ Math.imul(seed, 0x85eb_ca6b);
    return ((Math.imul(word ^ (word >>> 15), 0x2c1b_3c6d) >>> 0) >>> 4) % limit;
  };
}

/** One node: its operands, what its rule makes of it, and all that the reference backend asks for. */
export interface KernelCase {
  readonly name: string;
  readonly note: string;
  readonly params: object;
  readonly operands: readonly HostOperand[];
  readonly outputs: readonly TensorSpec[];
  readonly dispatches: (traits: DeviceTraits) => readonly Dispatch[];
}

export function kernelCase<K extends RuleName>(
  name: K,
  note: string,
  params: CorePrimitives[K],
  ...operands: readonly HostOperand[]
): KernelCase {
  const inputs = operands.map(({ spec }) => spec);
  const outputs = primitiveNamed(name).spec(inputs as never, params);
  const dispatches: KernelCase["dispatches"] = (traits) =>
    rules[name]({ name, params, inputs, outputs }, traits);
  return { name, note, params, operands, outputs, dispatches };
}
