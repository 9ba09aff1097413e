import { jit, lax, np, random, type Tensor } from "@elegy/core";
import type { Layer } from "@elegy/nn";

export interface GenerateOptions {
  /** Tokens to begin with, at least one. */
  readonly prompt: Int32Array;
  /** How many tokens to add. */
  readonly count: number;
  /** What logits are divided by: 0 takes the likeliest token, 1 draws as the network says, more draws more freely. */
  readonly temperature: number;
  /** How many tokens the network sees at once. */
  readonly length: number;
  readonly seed: number;
  readonly params: object;
}

/** Goes on from a prompt token by token; the prompt comes first. */
export async function generate(
  network: Layer<[ids: Tensor], Tensor>,
  options: GenerateOptions,
): Promise<readonly number[]> {
  const { prompt, count, temperature, length, seed, params } = options;
  const key = random.key(seed);
  // The window has one shape, so that one program does for all lengths. What lies behind the last token is not seen by it.
  const next = jit((weights: object, ids: Tensor, last: Tensor, step: Tensor): Tensor => {
    const call = { rng: key, args: [ids] as [Tensor], params: weights, states: {}, training: false };
    const logits = lax.dynamicIndexInDim(network.apply(call).preds, last, 1, { keepdims: false });
    const drawn = random.categorical(random.foldIn(key, step), logits.div(temperature || 1));
    return temperature === 0 ? np.argmax(logits, { axis: -1 }) : drawn;
  });
  const tokens = [...prompt];
  for (let step = 0; step < count; step++) {
    const seen = tokens.slice(-length);
    const ids = Int32Array.from({ length }, (_, i) => seen[i] ?? 0);
    const made = next(
      params,
      np.array(ids, { shape: [1, length] }),
      np.array(seen.length - 1),
      np.array(step),
    );
    tokens.push(await made.item());
  }
  return tokens;
}
