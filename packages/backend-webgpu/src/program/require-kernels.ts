import { type Graph, KernelMissingError } from "@elegy/autodiff/spi";
import { hasKernel } from "../kernels/kernel-table.ts";

/** @throws KernelMissingError for a primitive from outside that has no decomposition. */
export function requireKernels(graph: Graph, name: string): void {
  for (const { primitive, params, source } of graph.nodes) {
    if (!hasKernel(primitive.name)) throw new KernelMissingError(name, "webgpu", primitive.name, source);
    primitive.graphs?.of(params).forEach((inner) => requireKernels(inner, name));
  }
}
