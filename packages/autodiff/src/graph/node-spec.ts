import type { Node } from "../primitive/primitive.ts";
import type { TensorSpec } from "../tensor/spec.ts";

/** What a node says about itself, whatever its values are: all that a kernel depends on. */
export interface NodeSpec<P> {
  readonly name: string;
  readonly params: P;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/**
 * A node without its values.
 *
 * @example
 * ```ts
 * import { nodeSpec } from "@elegy/autodiff/spi";
 *
 * const { nodes } = makeGraph((x) => x.sin())(np.ones([3]));
 * const { name, outputs } = nodeSpec(nodes[0]);
 * [name, outputs[0].shape]; // => ["sin",[3]]
 * ```
 */
export function nodeSpec({ primitive, params, inputs, outputs }: Node): NodeSpec<object> {
  return {
    name: primitive.name,
    params,
    inputs: inputs.map(({ spec }) => spec),
    outputs: outputs.map(({ spec }) => spec),
  };
}
