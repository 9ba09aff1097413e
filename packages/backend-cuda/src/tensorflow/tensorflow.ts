import type { Shape } from "@elegy/autodiff/spi";
import type { Attribute, TensorFlowBinding, TensorMetadata } from "../binding/tensorflow-binding.ts";
import { attribute } from "./attribute.ts";
import { calling } from "./calling.ts";
import { Constants } from "./constants.ts";
import type { DeviceTensor } from "./device-tensor.ts";
import { createTensor } from "./host-data.ts";
import { tensorTypeOf, type TensorType } from "./tensor-type.ts";

const NO_ATTRIBUTES: readonly Attribute[] = [];

/**
 * Runs operations of TensorFlow. Every tensor made inside of a `scope` is released at its end, but those that it returns:
 * a kernel names what it computes and never what it throws away.
 */
export class TensorFlow {
  readonly #binding: TensorFlowBinding;
  readonly #constants: Constants;
  #made: Set<DeviceTensor> = new Set();
  #isOpen = false;

  constructor(binding: TensorFlowBinding) {
    this.#binding = binding;
    this.#constants = new Constants(binding);
  }

  /** The only result of an operation. */
  apply(
    operation: string,
    inputs: readonly DeviceTensor[],
    attributes: readonly Attribute[] = NO_ATTRIBUTES,
  ): DeviceTensor {
    const [result] = this.applyAll(operation, inputs, attributes, 1);
    if (result === undefined) throw new Error(`${operation} returned nothing.`);
    return result;
  }

  applyAll(
    operation: string,
    inputs: readonly DeviceTensor[],
    attributes: readonly Attribute[],
    outputs: number,
  ): DeviceTensor[] {
    const results = this.#execute(operation, inputs, attributes, outputs);
    return results.map(({ id, shape, dtype }) => this.#keep({ id, shape, type: tensorTypeOf(dtype) }));
  }

  /** The same numbers as another type. */
  cast(x: DeviceTensor, type: TensorType): DeviceTensor {
    return x.type === type ? x : this.apply("Cast", [x], [attribute.type("DstT", type)]);
  }

  /** The same bits as another type. */
  bitcast(x: DeviceTensor, type: TensorType): DeviceTensor {
    return x.type === type ? x : this.apply("Bitcast", [x], [attribute.type("type", type)]);
  }

  reshape(x: DeviceTensor, shape: Shape): DeviceTensor {
    return sameShape(x.shape, shape) ? x : this.apply("Reshape", [x, this.ints(shape)]);
  }

  /** Host data as a new tensor. */
  create(type: TensorType, shape: Shape, values: ArrayLike<number>): DeviceTensor {
    return this.#keep({ id: createTensor(this.#binding, type, shape, values), shape, type });
  }

  /** A vector of `int32`, as operations take shapes, axes and positions. Made once. */
  ints(values: readonly number[]): DeviceTensor {
    return this.#constants.get("int32", [values.length], values);
  }

  /** Pairs of `int32`, as operations take paddings. Made once. */
  intPairs(pairs: readonly (readonly [number, number])[]): DeviceTensor {
    return this.#constants.get("int32", [pairs.length, 2], pairs.flat());
  }

  /** A vector of positions on the device. Made once. */
  longs(values: readonly number[], shape: Shape = [values.length]): DeviceTensor {
    return this.#constants.get("int64", shape, values);
  }

  /** A number, of rank 0. Made once. */
  scalar(type: TensorType, value: number): DeviceTensor {
    return this.#constants.get(type, [], [value]);
  }

  /** Releases a tensor before the scope ends, if it was made in it. */
  drop(x: DeviceTensor): void {
    if (this.#made.delete(x)) this.#binding.deleteTensor(x.id);
  }

  /** Releases what `body` makes, but for what it returns. */
  scope<T extends readonly DeviceTensor[]>(body: () => T): T {
    const [outer, wasOpen] = [this.#made, this.#isOpen];
    this.#made = new Set();
    this.#isOpen = true;
    let results: T | undefined;
    try {
      results = body();
      return results;
    } finally {
      const made = this.#made;
      [this.#made, this.#isOpen] = [outer, wasOpen];
      for (const tensor of results ?? []) {
        if (made.delete(tensor) && wasOpen) outer.add(tensor);
      }
      for (const { id } of made) this.#binding.deleteTensor(id);
      if (!wasOpen) this.#constants.trim();
    }
  }

  dispose(): void {
    this.#constants.dispose();
  }

  #keep(tensor: DeviceTensor): DeviceTensor {
    this.#made.add(tensor);
    return tensor;
  }

  #execute(
    operation: string,
    inputs: readonly DeviceTensor[],
    attributes: readonly Attribute[],
    outputs: number,
  ): TensorMetadata[] {
    const operands = (): string => inputs.map(({ type, shape }) => `${type}[${shape.join(",")}]`).join(", ");
    return calling(operation, operands, () =>
      this.#binding.executeOp(
        operation,
        attributes,
        inputs.map(({ id }) => id),
        outputs,
      ),
    );
  }
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
