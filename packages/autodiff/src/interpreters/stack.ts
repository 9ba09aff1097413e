import type { CommonName, PrimitiveParams } from "../primitive/primitive-set.ts";
import type { Primitive } from "../primitive/primitive.ts";
import { commonPrimitive } from "../primitive/registry.ts";
import { asCall } from "../source/trace-session.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import type { Interpreter } from "./interpreter.ts";

let innermost: Interpreter = {
  name: "nothing",
  process: () => {
    throw new Error("no interpreter is installed");
  },
};

let base = innermost;

/** Sets the interpreter at the bottom of the stack; called once, by the package's entry. */
export function installBase(interpreter: Interpreter): void {
  base = interpreter;
  innermost = interpreter;
}

/** Whether the next operation is seen by a transformation first. */
export function isTracing(): boolean {
  return innermost !== base;
}

/**
 * The interpreter that sees the next operation.
 *
 * @example
 * ```ts
 * import { innermostInterpreter } from "@elegy/autodiff/spi";
 *
 * const outside = innermostInterpreter();
 * const seen = vmap((x) => {
 *   const isOutside = innermostInterpreter() === outside;
 *   return x.mul(isOutside ? 0 : 1);
 * });
 * await seen(np.array([2, 3])).array(); // => [2,3]
 * ```
 */
export function innermostInterpreter(): Interpreter {
  return innermost;
}

/** Runs `f` with `interpreter` innermost, and leaves the stack as it was whatever happens. */
export function withInterpreter<R>(interpreter: Interpreter, f: () => R): R {
  const before = innermost;
  innermost = interpreter;
  try {
    return f();
  } finally {
    innermost = before;
  }
}

/**
 * The one interception point: hands an operation to the innermost interpreter. Operands have been promoted and
 * broadcast already; the primitive's `spec` rule checks them.
 */
export function bind<K extends CommonName>(
  name: K,
  inputs: readonly Tensor[],
  params: PrimitiveParams[K],
): readonly Tensor[] {
  return bindPrimitive(commonPrimitive(name), inputs, params);
}

/** {@link bind} for primitives that a program has only if it binds them, and for those from outside. */
export function bindPrimitive<P extends object>(
  primitive: Primitive<P>,
  inputs: readonly Tensor[],
  params: NoInfer<P>,
): readonly Tensor[] {
  // The rules of a primitive see only parameters that it was bound with.
  const any = primitive as unknown as Primitive;
  for (const input of inputs) tensorObject(input, any.name);
  if (innermost === base) return innermost.process(any, params, inputs);
  return asCall(any.name, bindPrimitive, () => innermost.process(any, params, inputs));
}

/** {@link bind} for the primitives that have one result. */
export function bind1<K extends CommonName>(
  name: K,
  inputs: readonly Tensor[],
  params: PrimitiveParams[K],
): Tensor {
  return bindPrimitive1(commonPrimitive(name), inputs, params);
}

/** {@link bindPrimitive} for the primitives that have one result. */
export function bindPrimitive1<P extends object>(
  primitive: Primitive<P>,
  inputs: readonly Tensor[],
  params: NoInfer<P>,
): Tensor {
  const [output] = bindPrimitive(primitive, inputs, params);
  if (output === undefined) throw new Error(`${primitive.name} has no result`);
  return output;
}
