import { type CorePrimitives, type DType, dtypeInfo, halfBits, sizeOf, stridesOf } from "@elegy/autodiff/spi";
import { coordinatesOf, offsetOf, sumOf } from "../../wgsl/coordinates.ts";
import { rawType } from "../../wgsl/raw-type.ts";
import { forEachElement, type Slot } from "../compute-dispatch.ts";
import type { DispatchRule } from "../kernel-rule.ts";
import { vectorDims, type Windows, windowDimsOfOperand, windowStart } from "./windows.ts";

export const gather: DispatchRule<CorePrimitives["gather"]> = ({ params, inputs, outputs }) => {
  const [operand, indices] = [inputs[0]!, inputs[1]!];
  const { shape, dtype } = outputs[0]!;
  const count = sizeOf(shape);
  if (count === 0) return [];
  const windows: Windows = {
    operand: operand.shape,
    indices,
    windowed: shape,
    windowDims: params.offsetDims,
    collapsed: params.collapsedSliceDims,
    operandBatching: params.operandBatchingDims,
    indicesBatching: params.startIndicesBatchingDims,
    indexMap: params.startIndexMap,
    clips: params.mode !== "fill",
  };
  const { lines, at } = coordinatesOf("i", shape, "at");
  const start = windowStart(
    windows,
    vectorDims(windows).map((axis) => at[axis]!),
  );
  const along = windowDimsOfOperand(windows);
  const places = start.at.map((place, axis) => {
    const dim = along[axis]!;
    return sumOf(place, dim === null ? "0u" : at[dim]!);
  });
  const type = rawType(dtype);
  const slots: Slot[] = [{ name: "operand", type, binding: { kind: "operand", index: 0 } }];
  if (start.readsIndices) {
    slots.push({ name: "indices", type: "u32", binding: { kind: "operand", index: 1 } });
  }
  slots.push({ name: "result", type, binding: { kind: "result", index: 0 }, writes: true });
  const fill = start.outside
    ? `if (${start.outside}) {\nresult[i] = ${fillLiteral(params.fillValue, dtype)};\nreturn;\n}`
    : "";
  const body = [
    lines,
    start.lines,
    fill,
    `result[i] = operand[${offsetOf(places, stridesOf(operand.shape))}];`,
  ].join("\n");
  return [forEachElement(count, { label: "gather", slots, body })];
};

/** The value as it is stored. NaN and infinities are no constants of WGSL. */
function fillLiteral(value: number | boolean, dtype: DType): string {
  const number = Number(value);
  if (dtype === "float16") return `bitcast<vec2<f16>>(${halfBits(number)}u | (i & 0u)).x`;
  const isFloat = dtypeInfo(dtype).kind === "float";
  const [bits] = isFloat ? new Uint32Array(Float32Array.of(number).buffer) : Uint32Array.of(number);
  return `${bits}u`;
}
