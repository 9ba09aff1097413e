import { type Backend, kernelBackend, type KernelTable, type TypedArray } from "@elegy/autodiff/spi";
import { kernels } from "@elegy/backend-reference";
import { type CasesOptions, conformanceCases } from "./conformance-cases.ts";

/** A backend on which some kernels are wrong. */
export function backendWith(changed: Partial<KernelTable<TypedArray>>): Backend {
  const dtypes = ["float64", "float32", "int32", "uint32", "uint8", "bool"] as const;
  return kernelBackend({ name: "wrong", dtypes, kernels: { ...kernels, ...changed } });
}

/** The names of the cases that fail, of those that are `wanted`, with what they say. */
export async function failures(
  backend: Backend,
  options: CasesOptions,
  wanted: (name: string) => boolean = () => true,
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  for (const { name, run } of conformanceCases(backend, options)) {
    if (!wanted(name)) continue;
    await run().catch((error: unknown) => failed.set(name, String(error)));
  }
  return failed;
}
