import { DTypeUnsupportedError } from "@elegy/autodiff/spi";

/** The error for a primitive that has no kernel for a dtype. */
export function dtypeUnsupported(operation: string, received: string, hint: string): DTypeUnsupportedError {
  return new DTypeUnsupportedError({
    operation,
    problem: "the webgpu backend has no kernel for this dtype",
    received,
    hint,
  });
}
