import { ElegyError } from "../errors/elegy-error.ts";
import { received } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { Interpreter } from "../interpreters/interpreter.ts";
import type { DType } from "./dtype.ts";
import { formatSpec, type Shape, sizeOf, type TensorSpec } from "./spec.ts";
import { isTensor, type Tensor, tensorBrand } from "./tensor.ts";

/** Where the data of a tensor comes from, as far as the tensor itself has to know. */
export interface TensorReader {
  data: Tensor["data"];
  dataSync: Tensor["dataSync"];
  array: Tensor["array"];
  item: Tensor["item"];
  to: Tensor["to"];
  dispose: Tensor["dispose"];
  toString: Tensor["toString"];
}

/**
 * Every tensor there is. `owner` is the interpreter that made it and alone understands `payload`: a device
 * buffer, a value of a graph, a primal with its tangent, …
 *
 * The methods of {@link TensorMethods} and {@link TensorReader} are installed by `tensor/install-methods.ts`:
 * they call operations, and operations make tensors.
 */
export class TensorObject {
  readonly spec: TensorSpec;
  readonly owner: Interpreter;
  readonly payload: unknown;
  /** Made from a JavaScript number: gives way to the dtype of any other operand. */
  readonly weak: boolean;

  constructor(spec: TensorSpec, owner: Interpreter, payload: unknown, weak = false) {
    this.spec = spec;
    this.owner = owner;
    this.payload = payload;
    this.weak = weak;
  }

  get shape(): Shape {
    return this.spec.shape;
  }

  get dtype(): DType {
    return this.spec.dtype;
  }

  get ndim(): number {
    return this.spec.shape.length;
  }

  get size(): number {
    return sizeOf(this.spec.shape);
  }
}

/** A tensor with its methods. */
export function newTensor(spec: TensorSpec, owner: Interpreter, payload: unknown, weak = false): Tensor {
  // The methods are on the prototype: `installMethods` has put all of them there.
  return new TensorObject(spec, owner, payload, weak) as unknown as Tensor;
}

/** The one way from the interface to its only implementation. */
export function tensorObject(tensor: Tensor, operation = "tensor"): TensorObject {
  if (tensor instanceof TensorObject) return tensor;
  if (isTensor(tensor)) throw new TensorForeignError(tensor);
  throw new ArgumentInvalidError({
    operation,
    problem: "an operand is not a tensor",
    expected: "a tensor",
    received: received(tensor),
    hint: "Functions of np take numbers too, those of lax do not: make it a tensor with np.array.",
  });
}

/** What `owner` stored in a tensor, or `undefined` if another interpreter made it. */
export function payloadOf(tensor: Tensor, owner: Interpreter): unknown {
  const object = tensorObject(tensor);
  return object.owner === owner ? object.payload : undefined;
}

/** A tensor made by another copy of this package. */
export class TensorForeignError extends ElegyError {
  constructor(tensor: Tensor) {
    super("ELEGY_TENSOR_FOREIGN", {
      operation: "tensor",
      problem: "the tensor was made by another copy of @elegy/autodiff",
      received: formatSpec(tensor.spec),
      hint: "Two versions are installed: run `npm ls @elegy/autodiff` and make them one.",
    });
  }
}

Object.defineProperty(TensorObject.prototype, tensorBrand, { value: true });
