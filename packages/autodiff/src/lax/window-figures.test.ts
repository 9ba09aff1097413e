import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { grad, jit, lax, np, setBackend, type Tensor, vjp } from "../index.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import { type Shape, sizeOf } from "../tensor/spec.ts";
import type { ConvGeneralOptions, ConvTransposeOptions } from "./convolution.ts";
import type { ReduceWindowOptions } from "./reduce-window.ts";
import figures from "./window-figures.test-support.json" with { type: "json" };

type Operation = (...args: readonly [Tensor, Tensor]) => Tensor;
type Figure = (typeof figures.cases)[number];

const reductions = {
  max: [lax.max, -Infinity],
  min: [lax.min, Infinity],
  add: [lax.add, 0],
  mul: [lax.mul, 1],
} as const;

/** What the figures were made with. */
function operationOf({ kind, options }: Figure): Operation {
  if (kind === "convGeneralDilated")
    return (x, y) => lax.convGeneralDilated(x, y, options as unknown as ConvGeneralOptions);
  if (kind === "convTranspose")
    return (x, y) => lax.convTranspose(x, y, options as unknown as ConvTransposeOptions);
  const [computation, start] = reductions[kind as keyof typeof reductions];
  return (x) => lax.reduceWindow(x, start, computation, options as unknown as ReduceWindowOptions);
}

function argument(shape: Shape, s: number): Tensor {
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 37 + s * 11) % 101) - 50) / 32);
  return np.array(data, { shape });
}

function cotangentOf(out: Tensor): Tensor {
  return np.array(
    Float32Array.from({ length: out.size }, (_, i) => Math.cos(i)),
    { shape: out.shape },
  );
}

describe.each(BACKENDS)("on %s, as in JAX", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (_name, figure) => {
    const operation = operationOf(figure);
    const args = (): [Tensor, Tensor] => figure.shapes.map(argument) as [Tensor, Tensor];
    const gradients = (...at: [Tensor, Tensor]): Tensor[] => {
      const [out, pullback] = vjp(operation, ...at);
      return pullback(cotangentOf(out));
    };
    // Sums of some hundred products in float32 lose two of their seven digits where they cancel.
    const tolerance = { relative: 1e-5, absolute: 1e-5 };

    test("forward", () => {
      const out = jit(operation)(...args());
      expect(out.shape).toEqual(figure.outShape);
      expectClose(out.dataSync(), figure.out, tolerance);
    });

    // JAX has no derivative of some.
    if (figure.vjp.length === 0) return;

    test("gradient", () => {
      const given = jit(gradients)(...args());
      for (const [i, expected] of figure.vjp.entries())
        expectClose(given[i]!.dataSync(), expected, tolerance, `argument ${i}`);
    });

    test("gradient of the gradient", () => {
      const squares = (at: [Tensor, Tensor]): Tensor =>
        gradients(...at)
          .map((part) => part.mul(part).sum().mul(0.5))
          .reduce((a, b) => a.add(b));
      const given = jit(grad(squares))(args());
      for (const [i, expected] of figure.second.entries()) {
        const scale = Math.max(...expected.map(Math.abs));
        expectClose(
          given[i]!.dataSync(),
          expected,
          { relative: 1e-5, absolute: 1e-5 * scale },
          `argument ${i}`,
        );
      }
    });
  });
});
