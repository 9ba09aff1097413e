import { type DType, type Shape, stridesOf, type TensorSpec } from "@elegy/autodiff/spi";
import { offsetOf } from "../../wgsl/coordinates.ts";

/** Where the windows of a gather or a scatter lie in its operand. */
export interface Windows {
  readonly operand: Shape;
  readonly indices: TensorSpec;
  /** The result of a gather, the updates of a scatter. */
  readonly windowed: Shape;
  /** Axes of the windowed tensor along the windows. */
  readonly windowDims: readonly number[];
  readonly collapsed: readonly number[];
  readonly operandBatching: readonly number[];
  readonly indicesBatching: readonly number[];
  readonly indexMap: readonly number[];
  /** Whether a window out of bounds is moved inside. */
  readonly clips: boolean;
}

/** The axes of the windowed tensor that are not along windows: those of the indices but the last. */
export function vectorDims({ windowed, windowDims }: Windows): number[] {
  return [...windowed.keys()].filter((axis) => !windowDims.includes(axis));
}

/** For each axis of the operand, the one of the windowed tensor that runs along it; `null` where windows have one place. */
export function windowDimsOfOperand(windows: Windows): (number | null)[] {
  const single = [...windows.collapsed, ...windows.operandBatching];
  const along = [...windows.operand.keys()].filter((axis) => !single.includes(axis));
  return windows.operand.map((_, axis) => {
    const place = along.indexOf(axis);
    return place === -1 ? null : windows.windowDims[place]!;
  });
}

interface WindowStart {
  /** Whether code reads `indices`, an array of words. */
  readonly readsIndices: boolean;
  readonly lines: string;
  /** An expression for each axis of the operand. */
  readonly at: readonly string[];
  /** When a window is out of bounds; empty where it cannot be, or is moved. */
  readonly outside: string;
}

/** The start of a window, given the coordinates of its index vector. */
export function windowStart(windows: Windows, vector: readonly string[]): WindowStart {
  const { operand, indices, windowed, operandBatching, indicesBatching, indexMap, clips } = windows;
  const along = windowDimsOfOperand(windows);
  const base = offsetOf(vector, stridesOf(indices.shape));
  const at = operand.map(() => "0u");
  for (const [k, axis] of operandBatching.entries()) at[axis] = vector[indicesBatching[k]!]!;
  const outside: string[] = [];
  const lines = indexMap.flatMap((axis, k) => {
    const dim = along[axis]!;
    const limit = operand[axis]! - (dim === null ? 1 : windowed[dim]!);
    if (clips && limit === 0) return [];
    const word = `indices[${base}${k === 0 ? "" : ` + ${k}u`}]`;
    if (limit > 0) at[axis] = `start${axis}`;
    if (clips) return [`let start${axis} = ${clamped(word, limit, indices.dtype)};`];
    // Negative numbers are large words.
    outside.push(`start${axis} > ${limit}u`);
    return [`let start${axis} = ${word};`];
  });
  return {
    readsIndices: lines.length > 0,
    lines: lines.join("\n"),
    at,
    outside: outside.join(" || "),
  };
}

function clamped(word: string, limit: number, dtype: DType): string {
  return dtype === "int32" ? `u32(clamp(bitcast<i32>(${word}), 0, ${limit}))` : `min(${word}, ${limit}u)`;
}
