import type { Kernel } from "./kernel-rule.ts";

/** A kernel whose code is made once in a module: those of equal text compute the same. */
export function knownKernel(text: string, kernel: Kernel): Kernel {
  const { parts } = kernel;
  return {
    ...kernel,
    define: (module, crew) => module.known(text, () => kernel.define(module, crew)),
    ...(parts && {
      parts: (count) =>
        parts(count).map((part, index) => ({
          ...part,
          kernel: knownKernel(`${text}, part ${index} of ${count}`, part.kernel),
        })),
    }),
  };
}
