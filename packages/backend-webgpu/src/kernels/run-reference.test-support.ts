import { hostArray, type Primitive, type TypedArray } from "@elegy/autodiff/spi";
import { reference } from "@elegy/backend-reference";
import type { KernelCase } from "./kernel-cases.test-support.ts";

/** What the reference backend makes of a node. */
export function runReference({ name, params, operands, outputs: specs }: KernelCase): TypedArray[] {
  const backend = reference();
  const inputs = operands.map(({ spec }) => ({ spec }));
  const outputs = specs.map((spec) => ({ spec }));
  // Of a primitive a backend needs the name alone.
  const nodes = [{ primitive: { name } as Primitive, params, inputs, outputs }];
  const program = backend.compile({ inputs, nodes, outputs }, { name, donated: [], eager: false });
  const buffers = program.run(operands.map(({ data, spec }) => backend.upload(data, spec)));
  return buffers.map((buffer) => backend.downloadSync?.(buffer) ?? hostArray("uint8", 0));
}
