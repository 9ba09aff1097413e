import type { Node } from "@elegy/autodiff/spi";
import type { NodeSpec } from "./kernel-rule.ts";

export function nodeSpec({ primitive, params, inputs, outputs }: Node): NodeSpec<object> {
  return {
    name: primitive.name,
    params,
    inputs: inputs.map(({ spec }) => spec),
    outputs: outputs.map(({ spec }) => spec),
  };
}
