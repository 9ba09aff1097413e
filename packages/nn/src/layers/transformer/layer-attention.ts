import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import type { Scope } from "../../layer/scope.ts";
import type { KeysAndValues, KeyValueCache } from "../attention/key-value-cache.ts";
import {
  type AttentionCall,
  MultiHeadAttention,
  type MultiHeadAttentionOptions,
} from "../attention/multi-head-attention.ts";
import type { TransformerLayerOptions } from "./transformer-options.ts";

export interface LayerAttention {
  readonly output: Tensor;
  readonly cache: KeyValueCache | null;
  /** `null` unless details are asked for. */
  readonly projected: KeysAndValues | null;
}

/**
 * Attention as a part of a transformer layer, which takes the size of the heads from its input.
 *
 * @throws ArgumentInvalidError for features that are not a multiple of the heads, where no `headSize` is given.
 */
export function layerAttention(
  self: Scope,
  { kind, name, size, details }: { kind: string; name: string; size: Tensor; details: boolean },
  options: TransformerLayerOptions & Pick<MultiHeadAttentionOptions, "outputSize">,
): (query: Tensor, call: AttentionCall) => LayerAttention {
  const { dropout = 0.1, numHeads = 8, keyValueHeads, rotary, kernelInitializer, outputSize } = options;
  const headSize = options.headSize ?? headSizeOf(kind, size, numHeads);
  const ofAttention: MultiHeadAttentionOptions = {
    dropout,
    ...(keyValueHeads === undefined ? {} : { keyValueHeads }),
    ...(rotary === undefined ? {} : { rotary }),
    ...(kernelInitializer === undefined ? {} : { kernelInitializer }),
    ...(outputSize === undefined ? {} : { outputSize }),
  };
  if (details) {
    return self.part(name, MultiHeadAttention(headSize, numHeads, { ...ofAttention, returnDetails: true }));
  }
  const attention = self.part(name, MultiHeadAttention(headSize, numHeads, ofAttention));
  return (query, call) => ({ output: attention(query, call), cache: null, projected: null });
}

function headSizeOf(kind: string, x: Tensor, numHeads: number): number {
  const size = x.shape.at(-1) ?? 0;
  if (size % numHeads === 0 && size > 0) return size / numHeads;
  throw new ArgumentInvalidError({
    operation: kind,
    problem: "the features cannot be divided among the heads",
    expected: `a multiple of ${numHeads}`,
    received: formatSpec(x.spec),
    hint: "Pass headSize.",
  });
}
