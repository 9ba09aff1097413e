import type { TensorFlowModule } from "../binding/binding-of.ts";
import type { Attribute, TensorFlowBinding } from "../binding/tensorflow-binding.ts";

/** An operation that was asked for. */
export interface Call {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Attribute["value"]>>;
  readonly inputs: readonly number[];
}

export interface FakeBinding extends TensorFlowBinding {
  readonly calls: readonly Call[];
  /** Ids of the tensors that are not deleted. */
  readonly alive: ReadonlySet<number>;
}

/** A binding that computes nothing: it counts tensors and writes down what it is asked for. Results are `f32[2]`. */
export function fakeBinding(parts: Partial<TensorFlowBinding> = {}): FakeBinding {
  const alive = new Set<number>();
  const calls: Call[] = [];
  let count = 0;
  const create = (): number => {
    alive.add(count);
    return count++;
  };
  return {
    TF_Version: "2.0.0",
    calls,
    alive,
    createTensor: create,
    deleteTensor(id) {
      if (!alive.delete(id)) throw new Error(`Tensor ${id} is deleted twice.`);
    },
    tensorDataSync: () => new Float32Array(2),
    executeOp(name, attributes, inputs, outputs) {
      const dead = inputs.find((id) => !alive.has(id));
      if (dead !== undefined) throw new Error(`Tensor ${dead} is used after it was deleted.`);
      calls.push({
        name,
        attributes: Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.value])),
        inputs,
      });
      return Array.from({ length: outputs }, () => ({ id: create(), shape: [2], dtype: 1 }));
    },
    getNumOfTensors: () => alive.size,
    isUsingGpuDevice: () => false,
    ...parts,
  };
}

/** A module with that binding. */
export function fakeModule(binding: TensorFlowBinding): TensorFlowModule {
  return { findBackend: (name) => (name === "tensorflow" ? { binding } : null) };
}
