import { ArgumentInvalidError, np, type Tensor } from "@elegy/core";

/** Parts of a text, and the same one token later: both `i32[count, length]`. */
export interface TextWindows {
  readonly x: Tensor;
  readonly y: Tensor;
}

/**
 * Cuts tokens into windows that do not overlap.
 *
 * @throws ArgumentInvalidError for fewer tokens than one window and the token after it.
 */
export function textWindows(tokens: Int32Array, length: number): TextWindows {
  const count = Math.floor((tokens.length - 1) / length);
  if (count < 1) {
    throw new ArgumentInvalidError({
      operation: "textWindows",
      problem: "the text is too short",
      expected: `more than ${length} characters`,
      received: `${tokens.length} characters`,
      hint: "Pass a longer text, or a smaller --length.",
    });
  }
  const cut = (from: number): Tensor =>
    np.array(tokens.slice(from, from + count * length), { shape: [count, length] });
  return { x: cut(0), y: cut(1) };
}
