import { numbersOf } from "../../tensor/dtype.ts";
import { converted, rounded } from "../../primitive/rules/fold-rules.ts";
import { type Node, perOperand, type Value } from "../../primitive/primitive.ts";

/** The values whose elements are all known to be one number. */
export class Splats {
  readonly #numbers = new Map<Value, number>();
  readonly #constants = new Set<Value>();

  get(value: Value): number | undefined {
    return this.#numbers.get(value);
  }

  set(value: Value, number: number): void {
    this.#numbers.set(value, number);
  }

  /** Whether the value is a constant as it was written, not one that was found out. */
  isScalarConstant(value: Value): boolean {
    return this.#constants.has(value) || (value.spec.shape.length === 0 && this.#numbers.has(value));
  }

  /** Finds out about the result of a node from what is known of its operands. */
  learn(node: Node): number | undefined {
    const [output] = node.outputs;
    if (output === undefined || node.outputs.length !== 1) return undefined;
    const number = this.#computed(node, output);
    if (number !== undefined) this.#numbers.set(output, number);
    return number;
  }

  #computed({ primitive, params, inputs }: Node, output: Value): number | undefined {
    const { dtype } = output.spec;
    if (inputs.length === 0) {
      if (primitive.materialize === undefined || output.spec.shape.length > 0) return undefined;
      this.#constants.add(output);
      return numbersOf(primitive.materialize(params), dtype)[0];
    }
    if (primitive.fold === undefined) return undefined;
    const numbers: number[] = [];
    for (const input of inputs) {
      const number = this.#numbers.get(input);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    const from = inputs[0]?.spec.dtype ?? dtype;
    const exact = primitive.fold(perOperand(numbers), params, from);
    if (exact === null) return undefined;
    return (from === dtype ? rounded(exact, dtype) : converted(exact, from, dtype)) ?? undefined;
  }
}
