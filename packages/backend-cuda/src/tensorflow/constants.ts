import type { Shape } from "@elegy/autodiff/spi";
import type { TensorFlowBinding } from "../binding/tensorflow-binding.ts";
import { bytesOf, type DeviceTensor } from "./device-tensor.ts";
import { createTensor } from "./host-data.ts";
import type { TensorType } from "./tensor-type.ts";

const MOST = 4096;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Tensors that programs need again and again: shapes, axes, numbers. They are made once, by what is in them; those that
 * were made first go first when they are too many. Numbers stay: results may be made of them.
 */
export class Constants {
  readonly #binding: TensorFlowBinding;
  readonly #tensors = new Map<string, DeviceTensor>();
  readonly #numbers = new Map<string, DeviceTensor>();
  #bytes = 0;

  constructor(binding: TensorFlowBinding) {
    this.#binding = binding;
  }

  get(type: TensorType, shape: Shape, values: readonly number[]): DeviceTensor {
    const tensors = shape.length === 0 ? this.#numbers : this.#tensors;
    // −0 is not 0, though it prints so.
    const key = `${type} ${shape.join()} ${values.map((value) => (Object.is(value, -0) ? "-0" : value)).join()}`;
    const known = tensors.get(key);
    if (known !== undefined) return known;
    const id = createTensor(this.#binding, type, shape, values);
    const tensor: DeviceTensor = { id, shape, type, isConstant: true };
    tensors.set(key, tensor);
    this.#bytes += bytesOf(tensor);
    return tensor;
  }

  /** To be called where none of them is in use. */
  trim(): void {
    for (const [key, tensor] of this.#tensors) {
      if (this.#tensors.size <= MOST && this.#bytes <= MOST_BYTES) return;
      this.#tensors.delete(key);
      this.#bytes -= bytesOf(tensor);
      this.#binding.deleteTensor(tensor.id);
    }
  }

  dispose(): void {
    for (const { id } of [...this.#tensors.values(), ...this.#numbers.values()])
      this.#binding.deleteTensor(id);
    this.#tensors.clear();
    this.#numbers.clear();
    this.#bytes = 0;
  }
}
