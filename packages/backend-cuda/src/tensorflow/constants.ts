import type { Shape } from "@elegy/autodiff/spi";
import type { TensorFlowBinding } from "../binding/tensorflow-binding.ts";
import { bytesOf, type DeviceTensor } from "./device-tensor.ts";
import { createTensor } from "./host-data.ts";
import type { TensorType } from "./tensor-type.ts";

const MOST = 4096;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Tensors that programs need again and again: shapes, axes, numbers. They are made once, by what is in them; those that
 * were made first go first when they are too many, unless they are results of programs, too.
 */
export class Constants {
  readonly #binding: TensorFlowBinding;
  readonly #tensors = new Map<string, DeviceTensor>();
  #bytes = 0;

  constructor(binding: TensorFlowBinding) {
    this.#binding = binding;
  }

  get(type: TensorType, shape: Shape, values: readonly number[]): DeviceTensor {
    // −0 is not 0, though it prints so.
    const shown = values.map((value) => (Object.is(value, -0) ? "-0" : value));
    const key = `${type} ${shape.join()} ${shown.join()}`;
    const known = this.#tensors.get(key);
    if (known !== undefined) return known;
    const id = createTensor(this.#binding, type, shape, values);
    const tensor: DeviceTensor = { id, shape, type, constant: { holders: 0 } };
    this.#tensors.set(key, tensor);
    this.#bytes += bytesOf(tensor);
    return tensor;
  }

  /** To be called where no kernel uses one. */
  trim(): void {
    if (!this.#isFull()) return;
    for (const [key, tensor] of this.#tensors) {
      if (tensor.constant?.holders !== 0) continue;
      this.#tensors.delete(key);
      this.#bytes -= bytesOf(tensor);
      this.#binding.deleteTensor(tensor.id);
      if (!this.#isFull()) return;
    }
  }

  dispose(): void {
    for (const { id } of this.#tensors.values()) this.#binding.deleteTensor(id);
    this.#tensors.clear();
    this.#bytes = 0;
  }

  #isFull(): boolean {
    return this.#tensors.size > MOST || this.#bytes > MOST_BYTES;
  }
}
