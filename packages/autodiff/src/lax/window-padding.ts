import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { PaddingPair } from "../primitive/params.ts";
import { dilated } from "../primitive/rules/window-rules.ts";
import type { Shape } from "../tensor/spec.ts";
import { received } from "../errors/received.ts";

/**
 * How axes are padded before windows run over them: `"VALID"` not at all; `"SAME"` so that there are
 * `⌈size / stride⌉` windows, an odd element at the end, `"SAME_LOWER"` at the start; or pairs, negative ones crop.
 */
export type WindowPadding = "VALID" | "SAME" | "SAME_LOWER" | readonly PaddingPair[];

/** Padding as pairs, for windows of these sizes (dilation included). */
export function paddingPairs(
  operation: string,
  padding: WindowPadding,
  sizes: Shape,
  window: readonly number[],
  strides: readonly number[],
): readonly PaddingPair[] {
  if (typeof padding !== "string") return padding;
  requirePaddingName(operation, padding, ["VALID", "SAME", "SAME_LOWER"]);
  if (padding === "VALID") return sizes.map(() => [0, 0]);
  return sizes.map((size, axis) => {
    const count = Math.ceil(size / strides[axis]!);
    const total = Math.max(0, (count - 1) * strides[axis]! + window[axis]! - size);
    const less = Math.floor(total / 2);
    return padding === "SAME" ? [less, total - less] : [total - less, less];
  });
}

/** Without types it may be another word. */
export function requirePaddingName(operation: string, padding: string, names: readonly string[]): void {
  if (names.includes(padding)) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "no such padding",
    expected: `${names.map((name) => JSON.stringify(name)).join(", ")} or pairs [low, high]`,
    received: received(padding),
    ...(names.includes(padding.toUpperCase())
      ? { hint: `Write ${JSON.stringify(padding.toUpperCase())}.` }
      : {}),
  });
}

/** The sizes of windows whose elements stand apart. */
export function reaches(window: readonly number[], dilation: readonly number[]): number[] {
  // What is no list is left to the rules of the primitive.
  return (Array.isArray(window) ? [...window] : []).map((size: number, axis) =>
    dilated(size, dilation[axis] ?? 1),
  );
}
