import {
  type DType,
  hostArray,
  type Primitive,
  type PrimitiveName,
  type PrimitiveParams,
  type Shape,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { expect } from "vitest";
import { reference } from "./reference.ts";

export interface HostTensor {
  readonly spec: TensorSpec;
  readonly data: TypedArray;
}

/** `tensor("float32", [2], [1, 2])`; the elements may be left out where there are none, or to count 0, 1, 2, … */
export function tensor(dtype: DType, shape: Shape, elements?: readonly number[]): HostTensor {
  const data = hostArray(dtype, sizeOf(shape));
  const values = elements ?? [...data.keys()];
  if (values.length !== data.length)
    throw new RangeError(`${values.length} elements for ${data.length} places.`);
  data.set(values);
  return { spec: { shape, dtype }, data };
}

/** A vector. */
export function vector(dtype: DType, elements: readonly number[]): HostTensor {
  return tensor(dtype, [elements.length], elements);
}

/** Runs one primitive on the reference backend, as a graph of one node. */
export function evaluate<K extends PrimitiveName>(
  name: K,
  params: PrimitiveParams[K],
  operands: readonly HostTensor[],
  outputs: readonly TensorSpec[],
): TypedArray[] {
  const backend = reference();
  const inputs = operands.map(({ spec }) => ({ spec }));
  const results = outputs.map((spec) => ({ spec }));
  // Of a primitive a backend needs the name alone.
  const nodes = [{ primitive: { name } as Primitive, params, inputs, outputs: results }];
  const program = backend.compile(
    { inputs, nodes, outputs: results },
    { name, donated: inputs.map((_, index) => index), eager: false },
  );
  const buffers = program.run(operands.map(({ data, spec }) => backend.upload(data, spec)));
  const data = buffers.map((buffer) => backend.downloadSync?.(buffer) ?? hostArray("uint8", 0));
  buffers.forEach((buffer) => backend.release(buffer));
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  return data;
}

/** Asserts the one result of a primitive, to the last bit and with the sign of zeros. */
export function expectResult<K extends PrimitiveName>(
  name: K,
  params: PrimitiveParams[K],
  operands: readonly HostTensor[],
  result: HostTensor,
): void {
  expect(evaluate(name, params, operands, [result.spec])).toStrictEqual([result.data]);
}
