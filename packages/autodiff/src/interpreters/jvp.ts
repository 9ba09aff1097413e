import { perOperand, type Primitive } from "../primitive/primitive.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { payloadOf, newTensor, tensorObject } from "../tensor/tensor-object.ts";
import type { Interpreter } from "./interpreter.ts";
import { ruleOf } from "./rule-of.ts";
import { withInterpreter } from "./stack.ts";

/** A value and its derivative along a direction; `null` is a symbolic zero. */
export interface Dual {
  readonly primal: Tensor;
  readonly tangent: Tensor | null;
}

/** Carries a tangent along with every value: forward-mode differentiation. */
export class Jvp implements Interpreter {
  readonly name: string;
  readonly #parent: Interpreter;

  constructor(name: string, parent: Interpreter) {
    this.name = name;
    this.#parent = parent;
  }

  lift({ primal, tangent }: Dual): Tensor {
    return tangent ? newTensor(primal.spec, this, { primal, tangent }, tensorObject(primal).weak) : primal;
  }

  /** A tensor from outside does not move. */
  dualOf(tensor: Tensor): Dual {
    return (payloadOf(tensor, this) as Dual | undefined) ?? { primal: tensor, tangent: null };
  }

  primalOf(tensor: Tensor): Tensor {
    return this.dualOf(tensor).primal;
  }

  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const duals = inputs.map((input) => this.dualOf(input));
    const primals = duals.map((dual) => dual.primal);
    const tangents = duals.map((dual) => dual.tangent);
    return withInterpreter(this.#parent, () => {
      if (tangents.every((tangent) => tangent === null)) {
        return this.#parent.process(primitive, params, primals);
      }
      const rule = ruleOf(primitive, "jvp", "forward differentiation");
      const result = rule(perOperand(primals), perOperand(tangents), params, primitive);
      return result.primals.map((primal, i) => this.lift({ primal, tangent: result.tangents[i] ?? null }));
    });
  }
}
