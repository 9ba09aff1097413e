import { type DType, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { rangeOf } from "./dtype-range.ts";
import { first, generate, type HostKernels, only } from "./host-kernel.ts";
import { at } from "./indexing.ts";
import { numberArray } from "./number-storage.ts";

export const selectConvertKernels: HostKernels<"select" | "convert" | "bitcast"> = {
  select(inputs, _params, outputs) {
    const { buffer: predicate } = at(inputs, 0);
    const { buffer: onTrue } = at(inputs, 1);
    const { buffer: onFalse } = at(inputs, 2);
    return [
      generate(only(outputs), (position) => at(at(predicate, position) === 0 ? onFalse : onTrue, position)),
    ];
  },

  convert(inputs, { dtype }, outputs) {
    const { buffer, spec } = first(inputs);
    return [generate(only(outputs), (position) => convertElement(at(buffer, position), spec.dtype, dtype))];
  },

  bitcast(inputs, { dtype }, outputs) {
    const { buffer } = first(inputs);
    const result = numberArray(dtype, sizeOf(only(outputs).shape));
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    new Uint8Array(result.buffer).set(bytes);
    return [result];
  },
};

/** Floats saturate in integers; integers wrap, by being stored. */
function convertElement(x: number, from: DType, to: DType): number {
  const toInteger = dtypeInfo(to).kind === "int" || dtypeInfo(to).kind === "uint";
  if (dtypeInfo(from).kind !== "float" || !toInteger) return x;
  if (Number.isNaN(x)) return 0;
  const { lowest, highest } = rangeOf(to);
  return Math.min(Math.max(Math.trunc(x), lowest), highest);
}
