import type { Backend } from "../backend/backend.ts";
import type { Interpreter } from "../interpreters/interpreter.ts";
import type { TensorSpec } from "./spec.ts";
import { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import { newTensor, tensorObject } from "./tensor-object.ts";

/** Frees the buffers of tensors that the garbage collector found. */
const finalizers = new FinalizationRegistry<Storage>((storage) => storage.dispose());

type Listener = (tensor: Tensor) => void;
let listener: Listener | null = null;

/** Runs `f`, while `heard` hears of every concrete tensor made (see `tensor/scope.ts`); `null`: nobody does. */
export function withTensorListener<R>(heard: Listener | null, f: () => R): R {
  const before = listener;
  listener = heard;
  try {
    return f();
  } finally {
    listener = before;
  }
}

/** Tells of a tensor that was made. */
export function announceTensor(tensor: Tensor): void {
  listener?.(tensor);
}

/** A tensor with data: the owner of a buffer that nobody else has. */
export function concreteTensor(
  owner: Interpreter,
  spec: TensorSpec,
  backend: Backend,
  buffer: unknown,
  weak = false,
): Tensor {
  const storage = new Storage(backend, buffer);
  const tensor = newTensor(spec, owner, storage, weak);
  // A registry holds what it is to dispose of: a buffer that the collector frees by itself must not be there.
  if (!backend.isCollectable?.(buffer)) finalizers.register(tensor, storage);
  announceTensor(tensor);
  return tensor;
}

/** The keeper of a tensor's buffer; `null` for a traced tensor. */
export function storageOf(tensor: Tensor): Storage | null {
  const { payload } = tensorObject(tensor);
  return payload instanceof Storage ? payload : null;
}
