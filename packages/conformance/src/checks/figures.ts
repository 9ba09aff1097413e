import { isFloat, jit, type Tensor, vjp } from "@elegy/autodiff";
import { numbersOf, requireNear } from "../compare.ts";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import { type Figure, figureNumbers, figureTensor } from "../figures/figure.ts";
import { operations } from "../figures/jax-operations.ts";
import type { Operation } from "../figures/operation.ts";
import { tensorOf } from "../records/operands.ts";
import type { Tolerance } from "../tolerance.ts";

type Arguments = [Tensor, Tensor, Tensor];

/** Results and gradients are those of JAX, eager and compiled. */
export async function requireFigure(figure: Figure, tolerance: Tolerance): Promise<void> {
  const operation = operations[figure.name]!;
  // An operation takes as many as its figure has.
  const args = figure.args.map(figureTensor) as Arguments;
  await requireResults("eager", figure, resultsOf(operation, args), tolerance);
  const whole = jit((...given: Arguments) => resultsOf(operation, given));
  await requireResults("jit", figure, whole(...args), tolerance);
}

/** The result and, if it is a float, the gradients. */
function resultsOf(operation: Operation, args: Arguments): Tensor[] {
  const [out, pullback] = vjp(operation, ...args);
  if (!isFloat(out.dtype)) return [out];
  return [out, ...pullback(tensorOf(out.dtype, out.shape, Math.cos))];
}

async function requireResults(
  mode: string,
  figure: Figure,
  [out, ...gradients]: readonly Tensor[],
  tolerance: Tolerance,
): Promise<void> {
  const { shape = [], dtype = "" } = out ?? {};
  if (shape.join() !== figure.out.shape.join() || dtype !== figure.out.dtype) {
    const shown = (spec: { readonly shape: readonly number[]; readonly dtype: string }): string =>
      `${spec.dtype}[${spec.shape.join()}]`;
    throw new ConformanceFailedError(
      mode,
      "not the result's shape",
      shown(figure.out),
      shown({ shape, dtype }),
    );
  }
  requireNear(mode, await numbersOf(out!), figureNumbers(figure.out), tolerance);
  for (const [i, expected] of figure.vjp.entries()) {
    if (expected === null) continue;
    requireNear(`${mode}, gradient of argument ${i}`, await numbersOf(gradients[i]!), expected, tolerance);
  }
}
