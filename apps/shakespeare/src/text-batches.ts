import { ArgumentInvalidError, np, random, type Tensor } from "@elegy/core";

/** Parts of a text, and the same one token later: both `i32[batch, length]`. */
export interface TextBatch {
  readonly x: Tensor;
  readonly y: Tensor;
}

export interface TextBatchOptions {
  readonly batchSize: number;
  /** How many tokens a part has. */
  readonly length: number;
  readonly seed: number;
}

/**
 * Parts of a text that begin anywhere in it, without end; the same for the same seed.
 *
 * @throws ArgumentInvalidError for fewer tokens than one part and the token after it.
 */
export function textBatches(
  tokens: Int32Array,
  { batchSize, length, seed }: TextBatchOptions,
): AsyncGenerator<TextBatch> {
  const starts = tokens.length - length;
  if (starts < 1) {
    throw new ArgumentInvalidError({
      operation: "textBatches",
      problem: "the text is too short",
      expected: `more than ${length} characters`,
      received: `${tokens.length} characters`,
      hint: "Pass a longer text, more --characters, or a smaller --length.",
    });
  }
  const batchFrom = (places: Iterable<number>): TextBatch => {
    const parts = Array.from(places, (place) => tokens.slice(place, place + length + 1));
    const joined = (from: number, to: number): Tensor =>
      np.array(Int32Array.from(parts.flatMap((part) => [...part.subarray(from, to)])), {
        shape: [parts.length, length],
      });
    return { x: joined(0, length), y: joined(1, length + 1) };
  };
  return (async function* () {
    for (let step = 0; ; step++) {
      const key = random.foldIn(random.key(seed), step);
      yield batchFrom(await random.randint(key, [batchSize], 0, starts).data());
    }
  })();
}
