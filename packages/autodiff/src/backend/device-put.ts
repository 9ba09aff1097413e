import { present } from "../graph/present.ts";
import { TracedValueError } from "../errors/tensor-errors.ts";
import { evaluate } from "../interpreters/evaluate.ts";
import { requireDType } from "../interpreters/programs.ts";
import { concreteTensor, storageOf } from "../tensor/concrete.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Storage } from "../tensor/storage.ts";
import { isTensor, type Tensor, type TensorDestination } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { leaves } from "../tree/flatten.ts";
import { mapLeaves } from "../tree/map-leaves.ts";
import { requireBackend } from "./require-backend.ts";

/**
 * The same tree with its tensors copied to a backend, also where that is their own; other leaves stay. A tensor that
 * stands in two places is one tensor there, too. If it fails, nothing has moved.
 *
 * @throws TracedValueError inside a transformation, DTypeUnsupportedError where the backend has not the dtype of a
 * tensor, TensorDisposedError after disposal.
 * @example
 * ```ts
 * import { reference } from "@elegy/backend-reference";
 *
 * const params = { w: np.ones([2]), b: np.zeros([2]) };
 * const there = await devicePut(params, reference());
 * await there.w.add(there.b).array(); // => [1,1]
 * ```
 */
export async function devicePut<T>(values: T, backend: TensorDestination): Promise<T> {
  requireBackend("devicePut", backend);
  const tensors = [...new Set(leaves(values).filter(isTensor))];
  const buffers = tensors.map((tensor) => {
    const storage = requireConcrete(tensor);
    requireDType(tensor.spec, backend, "devicePut", 'Convert it first: x.astype("float32").');
    return { storage, buffer: storage.read("devicePut", tensor.spec) };
  });
  const data = await Promise.all(buffers.map(({ storage, buffer }) => storage.backend.download(buffer)));

  const moved = new Map<Tensor, Tensor>();
  try {
    tensors.forEach((tensor, i) => {
      const elements = present(data[i]);
      const { spec, weak } = tensorObject(tensor);
      moved.set(tensor, concreteTensor(evaluate, spec, backend, backend.upload(elements, spec), weak));
    });
  } catch (error) {
    moved.forEach((tensor) => tensor.dispose());
    throw error;
  }
  return mapLeaves((leaf: unknown) => (isTensor(leaf) ? moved.get(leaf) : leaf), values) as T;
}

/** A value inside of a derivative would lose its derivative: that is no place to move it, either. */
function requireConcrete(tensor: Tensor): Storage {
  const storage = storageOf(tensor);
  if (storage !== null) return storage;
  throw new TracedValueError({
    operation: "devicePut",
    problem: `a tensor traced by ${tensorObject(tensor).owner.name} cannot be moved`,
    expected: "tensors with values",
    received: formatSpec(tensor.spec),
    hint: "Move it outside of the function.",
  });
}
