import type { Backend } from "../backend/backend.ts";
import { backendMismatch } from "../backend/backend-mismatch.ts";
import { getBackend } from "../backend/current-backend.ts";
import { TracerEscapedError } from "../errors/tensor-errors.ts";
import type { CallParams } from "../primitive/call-params.ts";
import { perOperand, type Primitive } from "../primitive/primitive.ts";
import { concreteTensor, storageOf } from "../tensor/concrete.ts";
import type { TypedArray } from "../tensor/dtype.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";
import type { Storage } from "../tensor/storage.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import type { Interpreter } from "./interpreter.ts";
import { withInterpreter } from "./stack.ts";
import { graphProgram, operationProgram, type Program, requireDType } from "./programs.ts";

/** Computes at once, each operation a small compiled program. The bottom of the stack. */
export const evaluate: Interpreter = { name: "eager evaluation", process };

/** A tensor of host data on the current backend. */
export function uploaded(data: TypedArray, spec: TensorSpec, weak = false): Tensor {
  const backend = getBackend();
  requireDType(spec, backend, "tensor");
  return concreteTensor(evaluate, spec, backend, backend.upload(data, spec), weak);
}

function process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
  const data = primitive.materialize?.(params);
  if (data) return primitive.spec([] as never, params).map((spec) => uploaded(data, spec));

  if (primitive.kind === "call" && primitive.decompose) {
    const { decompose } = primitive;
    return withInterpreter(evaluate, () => decompose(perOperand(inputs), params));
  }
  const graph = primitive.body?.(params);
  // What has a body is a call, whose parameters say how.
  const { name, donated } = graph ? (params as CallParams) : { name: primitive.name, donated: [] };
  const storages = inputs.map((input) => concreteStorage(name, input));
  const backend = commonBackend(name, inputs, storages);
  const program = graph
    ? graphProgram(graph, backend, { name, donated })
    : operationProgram(
        primitive,
        params,
        inputs.map((input) => input.spec),
        backend,
      );
  const buffers = inputs.map((input, i) => storages[i]?.read(name, input.spec));
  const results = run(program, buffers, (failure) => donated.forEach((i) => storages[i]?.donate(failure)));
  return program.outputs.map((spec, i) => concreteTensor(evaluate, spec, backend, results[i]));
}

/** A donated buffer is gone once a program has started, whether or not it comes to an end. */
function run(
  { executable }: Program,
  buffers: readonly unknown[],
  donate: (failure: unknown) => void,
): readonly unknown[] {
  try {
    const results = executable.run(buffers);
    donate(null);
    return results;
  } catch (error) {
    const { argumentsKept = false } = Object(error) as { readonly argumentsKept?: boolean };
    if (!argumentsKept) donate(error);
    throw error;
  }
}

function concreteStorage(operation: string, tensor: Tensor): Storage {
  const storage = storageOf(tensor);
  if (storage) return storage;
  const { name } = tensorObject(tensor).owner;
  throw new TracerEscapedError({
    operation,
    problem: `a tensor traced by ${name} is used outside of it`,
    expected: "tensors with values",
    received: `${formatSpec(tensor.spec)}, which stood for a value while ${name} ran`,
    hint: `Return it from the function given to ${name} instead of storing it.`,
  });
}

function commonBackend(operation: string, inputs: readonly Tensor[], storages: readonly Storage[]): Backend {
  const [first] = inputs;
  const backend = storages[0]?.backend;
  if (first === undefined || backend === undefined) return getBackend();
  const other = inputs.find((_, i) => storages[i]?.backend !== backend);
  if (other === undefined) return backend;
  throw backendMismatch(operation, "the operands live on different backends", first, other);
}
