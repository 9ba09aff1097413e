import type { Tensor } from "../tensor/tensor.ts";
import type { Value } from "../primitive/primitive.ts";
import { present } from "./present.ts";

/** Looks values up in an environment that a verified graph fills before it reads. */
export function tensorReader(environment: ReadonlyMap<Value, Tensor>): (value: Value) => Tensor {
  return (value) => present(environment.get(value));
}
