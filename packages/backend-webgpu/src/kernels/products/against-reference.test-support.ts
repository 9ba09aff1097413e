import {
  type DType,
  hostArray,
  numbersOf,
  type Primitive,
  type Shape,
  sizeOf,
  storeNumber,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { reference } from "@elegy/backend-reference";
import { expect } from "vitest";
import { dispatchesOf, nodeOf, type ProductCase, type ProductName } from "./product-case.test-support.ts";
import { runDispatches } from "../run-dispatches.test-support.ts";

/** The device gives exactly what the reference gives. */
export async function expectAsReference(device: GPUDevice, given: ProductCase<ProductName>): Promise<void> {
  const { name, params, dtype, result } = given;
  const node = nodeOf(given);
  const operands = node.inputs.map((spec, i) => ({ spec, data: wholeNumbers(spec.shape, dtype, 7 + 4 * i) }));
  const values = node.inputs.map((spec) => ({ spec }));
  const outputs = node.outputs.map((spec) => ({ spec }));
  const backend = reference();
  const executable = backend.compile(
    {
      inputs: values,
      nodes: [{ primitive: { name } as Primitive, params, inputs: values, outputs }],
      outputs,
    },
    { name, donated: [], eager: false },
  );
  const [expected] = executable.run(operands.map(({ data, spec }) => backend.upload(data, spec)));
  const [actual] = await runDispatches(device, dispatchesOf(given), operands, [{ shape: result, dtype }]);
  expect(actual && plainNumbers(actual, dtype), JSON.stringify(given)).toEqual(
    expected && plainNumbers(backend.downloadSync?.(expected) ?? hostArray(dtype, 0), dtype),
  );
}

/** WGSL does not tell −0 from 0. */
function plainNumbers(data: TypedArray, dtype: DType): number[] {
  return [...numbersOf(data, dtype)].map((value) => value + 0);
}

function wholeNumbers(shape: Shape, dtype: DType, period: number): TypedArray {
  const data = hostArray(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++)
    storeNumber(data, i, ((i * 5) % period) - (dtype === "uint32" ? 0 : 3), dtype);
  return data;
}
