import { type Tensor, vmap } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";

/** What makes one compiled program different from another. */
export interface Sampling {
  /** The likeliest token, and nothing drawn. */
  readonly greedy: boolean;
  /** How many of the likeliest tokens to draw from; 0 for all. */
  readonly topK: number;
  /** Whether to draw from the likeliest tokens that have `topP` together. */
  readonly nucleus: boolean;
}

/** Numbers that one compiled program takes: both `f32[]`. */
export interface SamplingNumbers {
  readonly temperature: Tensor;
  readonly topP: Tensor;
}

/**
 * A token for each row of logits `f32[batch, vocabSize]`, `i32[batch]`. Tokens as likely as the last of the `topK`, or of
 * those that have `topP` together (Holtzman et al., 2020), are kept with it.
 *
 * @param keys one for each row, `u32[batch, 2]`.
 */
export function nextToken(
  logits: Tensor,
  keys: Tensor,
  { greedy, topK, nucleus }: Sampling,
  { temperature, topP }: SamplingNumbers,
): Tensor {
  if (greedy) return np.argmax(logits, { axis: -1 });
  const scaled = logits.div(temperature);
  const likely = topK === 0 ? scaled : atLeast(scaled, lax.topK(scaled, topK)[0].get("...", "-1:"));
  const kept = nucleus ? atLeast(likely, nucleusEnd(likely, topP)) : likely;
  return vmap((key: Tensor, row: Tensor) => random.categorical(key, row))(keys, kept);
}

/** The least of the likeliest logits that have `topP` together: `f32[batch, 1]`. The first is always among them. */
function nucleusEnd(logits: Tensor, topP: Tensor): Tensor {
  const [sorted] = lax.topK(logits, logits.shape.at(-1)!);
  const probabilities = nn.softmax(sorted);
  const before = np.cumsum(probabilities, { axis: -1 }).sub(probabilities);
  return np.where(before.less(topP), sorted, Infinity).min({ axis: -1, keepdims: true });
}

function atLeast(logits: Tensor, least: Tensor): Tensor {
  return np.where(logits.less(least), -Infinity, logits);
}
