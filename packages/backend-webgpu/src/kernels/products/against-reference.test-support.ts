import {
  type CorePrimitives,
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
import type { Dispatch } from "../dispatch.ts";
import type { DeviceTraits, NodeSpec } from "../kernel-rule.ts";
import { convGeneralDilated } from "./conv-general-dilated.ts";
import { dotGeneral } from "./dot-general.ts";
import { runDispatches, TRAITS } from "./run-dispatches.test-support.ts";

type ProductName = "dotGeneral" | "convGeneralDilated";

/** A node with operands of small whole numbers, of which every sum is exact. */
export interface ProductCase<K extends ProductName> {
  readonly name: K;
  readonly params: CorePrimitives[K];
  readonly lhs: Shape;
  readonly rhs: Shape;
  readonly result: Shape;
  readonly dtype: DType;
}

export function nodeOf<K extends ProductName>({
  name,
  params,
  lhs,
  rhs,
  result,
  dtype,
}: ProductCase<K>): NodeSpec<CorePrimitives[K]> {
  return {
    name,
    params,
    inputs: [lhs, rhs].map((shape) => ({ shape, dtype })),
    outputs: [{ shape: result, dtype }],
  };
}

export function dispatchesOf(
  given: ProductCase<ProductName>,
  traits: DeviceTraits = TRAITS,
): readonly Dispatch[] {
  // The name says which parameters they are.
  if (given.name === "dotGeneral") {
    return dotGeneral(nodeOf(given as ProductCase<"dotGeneral">), traits);
  }
  return convGeneralDilated(nodeOf(given as ProductCase<"convGeneralDilated">), traits);
}

/** The device gives exactly what the reference gives. */
export async function expectAsReference(
  device: GPUDevice,
  given: ProductCase<ProductName>,
  traits: DeviceTraits = TRAITS,
): Promise<void> {
  const { name, params, dtype, result } = given;
  const node = nodeOf(given);
  const operands = node.inputs.map(({ shape }, i) => wholeNumbers(shape, dtype, 7 + 4 * i));
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
  const [expected] = executable.run(operands.map((data, i) => backend.upload(data, node.inputs[i]!)));
  const bytes = await runDispatches(device, dispatchesOf(given, traits), operands, { shape: result, dtype });
  const actual = hostArray(dtype, sizeOf(result));
  new Uint8Array(actual.buffer).set(new Uint8Array(bytes));
  expect(plainNumbers(actual, dtype), JSON.stringify(given)).toEqual(
    plainNumbers(backend.downloadSync!(expected!), dtype),
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
