import { type BatchAxis, perOperand, type Primitive } from "../primitive/primitive.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { payloadOf, newTensor, tensorObject } from "../tensor/tensor-object.ts";
import type { Interpreter } from "./interpreter.ts";
import { ruleOf } from "./rule-of.ts";
import { withInterpreter } from "./stack.ts";

/** A stack of examples, seen from inside as one of them; `null`: the same for all. */
export interface Batched {
  readonly tensor: Tensor;
  readonly axis: BatchAxis;
}

/** Does to a whole stack of examples what a function says for one. */
export class Batch implements Interpreter {
  readonly name: string;
  readonly #parent: Interpreter;
  readonly #size: number;

  constructor(name: string, parent: Interpreter, size: number) {
    this.name = name;
    this.#parent = parent;
    this.#size = size;
  }

  lift({ tensor, axis }: Batched): Tensor {
    if (axis === null) return tensor;
    const spec: TensorSpec = { shape: tensor.shape.filter((_, i) => i !== axis), dtype: tensor.dtype };
    return newTensor(spec, this, { tensor, axis }, tensorObject(tensor).weak);
  }

  batchedOf(tensor: Tensor): Batched {
    return (payloadOf(tensor, this) as Batched | undefined) ?? { tensor, axis: null };
  }

  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const batched = inputs.map((input) => this.batchedOf(input));
    const tensors = batched.map(({ tensor }) => tensor);
    const axes = batched.map(({ axis }) => axis);
    return withInterpreter(this.#parent, () => {
      if (axes.every((axis) => axis === null)) return this.#parent.process(primitive, params, tensors);
      const rule = ruleOf(primitive, "batch", "vmap");
      const result = rule(perOperand(tensors), perOperand(axes), params, this.#size, primitive);
      return result.outputs.map((tensor, i) => this.lift({ tensor, axis: result.axes[i] ?? null }));
    });
  }
}
