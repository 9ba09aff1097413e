import type { Backend } from "../backend/backend.ts";
import { ArgumentInvalidError, TracedValueError } from "../errors/tensor-errors.ts";
import { storageOf } from "./concrete.ts";
import { type DType, numbersOf, type TypedArray } from "./dtype.ts";
import { formatTensor } from "./format-tensor.ts";
import { formatSpec, type Shape } from "./spec.ts";
import type { Storage, TensorLoss } from "./storage.ts";
import type { NestedArray, Tensor } from "./tensor.ts";
import { tensorObject } from "./tensor-object.ts";

/** The elements, a copy in C order; of `float16` their bits. */
export async function data(tensor: Tensor): Promise<TypedArray> {
  const storage = concrete(tensor, "data()");
  return storage.backend.download(storage.read("data", tensor.spec));
}

/** As {@link data}, without waiting. */
export function dataSync(tensor: Tensor): TypedArray {
  return readNow(tensor, concrete(tensor, "dataSync()"));
}

/** Nested arrays; numbers, or truth values for `bool`. */
export async function array(tensor: Tensor): Promise<NestedArray> {
  return nested(numbersOf(await data(tensor), tensor.dtype), tensor.shape, tensor.dtype);
}

/** The one element. */
export async function item(tensor: Tensor): Promise<number> {
  requireOne(tensor, "item");
  return Number(numbersOf(await data(tensor), tensor.dtype)[0]);
}

/** Frees the buffer; a traced tensor has none. */
export function dispose(tensor: Tensor): void {
  storageOf(tensor)?.dispose();
}

/** The elements as NumPy prints them, where the data can be had at once; a traced tensor says who traces it. */
export function toString(tensor: Tensor): string {
  const value = underlying(tensor);
  const storage = storageOf(value);
  const spec = formatSpec(tensor.spec);
  if (storage === null) return `${spec} traced by ${tensorObject(value).owner.name}`;
  if (!storage.alive) return `${spec} (disposed)`;
  if (!storage.backend.downloadSync) return spec;
  return formatTensor(numbersNow(tensor, storage), tensor.shape, tensor.dtype);
}

/** `x > 0`, `Number(x)`, `` `${x}` ``: a number for a concrete scalar, text for text, an error for a traced tensor. */
export function toPrimitive(tensor: Tensor, hint: "number" | "string" | "default"): number | string {
  const storage = concrete(tensor, "a JavaScript value");
  if (hint === "string") return toString(tensor);
  requireOne(tensor, "Number(tensor)");
  return Number(numbersNow(tensor, storage)[0]);
}

/**
 * The backend on which a tensor has its value; `null` where it has none, for it is traced.
 *
 * @example
 * ```ts
 * import { backendOf } from "@elegy/autodiff/spi";
 *
 * backendOf(np.ones([2])) === getBackend(); // => true
 * ```
 */
export function backendOf(tensor: Tensor): Backend | null {
  return storageOf(underlying(tensor))?.backend ?? null;
}

/**
 * Why a tensor has no value any more: it was disposed of or donated. `null` while it has one, or is traced.
 *
 * @example
 * ```ts
 * import { tensorLoss } from "@elegy/autodiff/spi";
 *
 * const x = np.ones([2]);
 * tensorLoss(x); // => null
 * x.dispose();
 * tensorLoss(x).problem; // => the tensor was disposed
 * ```
 */
export function tensorLoss(tensor: Tensor): TensorLoss | null {
  return storageOf(underlying(tensor))?.loss ?? null;
}

/** Differentiation computes with real values: a tensor inside of it has that of its primal. */
function underlying(tensor: Tensor): Tensor {
  const primal = tensorObject(tensor).owner.primalOf?.(tensor);
  return primal ? underlying(primal) : tensor;
}

/** The value of a scalar if it is there at once: not while it is traced, nor on a device that the host cannot wait for. */
export function scalarIfKnown(tensor: Tensor): number | null {
  const storage = storageOf(underlying(tensor));
  return storage?.backend.downloadSync ? (numbersNow(tensor, storage)[0] ?? null) : null;
}

function concrete(tensor: Tensor, use: string): Storage {
  const value = underlying(tensor);
  const storage = storageOf(value);
  if (storage) return storage;
  const { name } = tensorObject(value).owner;
  throw new TracedValueError({
    operation: name,
    problem: `a traced tensor was used as ${use}`,
    expected: "operations on tensors only: a traced tensor stands for all values at once",
    received: formatSpec(tensor.spec),
    hint: "Instead of `if` use np.where; read values outside of the function; for debugging run eagerly, without jit.",
  });
}

function readNow(tensor: Tensor, storage: Storage): TypedArray {
  if (storage.backend.downloadSync) {
    return storage.backend.downloadSync(storage.read("dataSync", tensor.spec));
  }
  throw new ArgumentInvalidError({
    operation: "dataSync",
    problem: `the ${storage.backend.name} backend cannot wait for its device`,
    received: formatSpec(tensor.spec),
    hint: "Use `await x.data()`, `await x.item()`.",
  });
}

function numbersNow(tensor: Tensor, storage: Storage): TypedArray {
  return numbersOf(readNow(tensor, storage), tensor.dtype);
}

function requireOne(tensor: Tensor, operation: string): void {
  if (tensor.size === 1) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "more or less than one element",
    expected: "a tensor of size 1",
    received: formatSpec(tensor.spec),
    hint: "Use `await x.array()` for all of them.",
  });
}

function nested(values: TypedArray, shape: Shape, dtype: DType): NestedArray {
  let position = 0;
  const build = (axis: number): NestedArray => {
    const size = shape[axis];
    if (size === undefined) {
      const value = values[position++] ?? 0;
      return dtype === "bool" ? value !== 0 : value;
    }
    return Array.from({ length: size }, () => build(axis + 1));
  };
  return build(0);
}
