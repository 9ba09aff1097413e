import { ElegyError } from "../errors/elegy-error.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { registerLibrary } from "../primitives/register-library.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { NoParams } from "./params.ts";
import type { Primitive } from "./primitive.ts";
import { hasPrimitive, registerPrimitives } from "./registry.ts";

/** Applies a primitive to tensors of one backend: differentiable, batchable and compiled as its rules say. */
export type BoundPrimitive<P> = (inputs: readonly Tensor[], params: P) => readonly Tensor[];

/** Two primitives of one name. */
export class PrimitiveDefinedError extends ElegyError {
  constructor(name: string) {
    super("ELEGY_PRIMITIVE_DEFINED", {
      operation: "definePrimitive",
      problem: "there is a primitive of this name",
      expected: "a name of its own",
      received: JSON.stringify(name),
      hint: "Put the name of your package in front: my-package.rotate. Is the module loaded twice?",
    });
  }
}

/**
 * Adds a primitive with all its rules; one that cannot exist is said aloud with `noRule`. A backend computes it with a
 * kernel of that name, or its decomposition.
 *
 * @returns what applies it.
 * @throws PrimitiveDefinedError if the name is taken.
 * @example
 * ```ts
 * const double = definePrimitive({
 *   name: "example.double",
 *   kind: "elementwise",
 *   spec: ([x]) => [x],
 *   // d(2x) = 2·dx
 *   jvp: ([x], [dx]) => ({ primals: double([x], {}), tangents: dx ? double([dx], {}) : [null] }),
 *   transpose: ([ct]) => [ct && double([ct], {})[0]],
 *   batch: ([x], [axis]) => ({ outputs: double([x], {}), axes: [axis] }),
 *   decompose: ([x]) => [x.add(x)],
 * });
 * await grad((x) => double([x], {})[0])(np.array(3).astype("float32")).item(); // => 2
 * ```
 */
export function definePrimitive<P extends object = NoParams>(definition: Primitive<P>): BoundPrimitive<P> {
  registerLibrary();
  if (hasPrimitive(definition.name)) throw new PrimitiveDefinedError(definition.name);
  registerPrimitives([definition]);
  return (inputs, params) => bindPrimitive(definition, inputs, params);
}
