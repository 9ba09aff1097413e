import type { Tensor } from "../tensor/tensor.ts";
import type { Value } from "../primitive/primitive.ts";

/** Looks values up in an environment that a verified graph fills before it reads. */
export function tensorReader(environment: ReadonlyMap<Value, Tensor>): (value: Value) => Tensor {
  return (value) => {
    const tensor = environment.get(value);
    if (tensor === undefined) throw new Error("the graph reads a value before it is defined");
    return tensor;
  };
}
