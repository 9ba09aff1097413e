import type { Primitive } from "../primitive/primitive.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * What gives an operation its meaning: computing it, writing it down, differentiating it, batching it.
 * Interpreters form a stack through `parent`; the innermost one sees an operation first.
 */
export interface Interpreter {
  /** For messages: `jit`, `grad`, … */
  readonly name: string;
  /** The tensor whose value a tensor of this interpreter has, where it only adds to it. */
  primalOf?(tensor: Tensor): Tensor;
  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[];
}
