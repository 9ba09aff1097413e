import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { jit, lax, np, setBackend, type Tensor, vjp } from "../index.ts";
import { formatSpec, type Shape, sizeOf } from "../tensor/spec.ts";
import { numbersOf } from "../tensor/dtype.ts";
import type { Backend } from "./backend.ts";

const SHAPES: readonly Shape[] = [
  [2, 1, 3, 1, 2, 1, 2, 2],
  [1, 2, 1, 2, 1, 3, 1, 2],
  [2, 1, 3, 0, 2, 1, 2, 2],
  [0, 3],
  [0],
];

const reversed = (x: Tensor): number[] => x.shape.map((_, axis) => x.ndim - 1 - axis);
const last = (x: Tensor): number => x.ndim - 1;
const even = (x: Tensor): number[] => x.shape.flatMap((_, axis) => (axis % 2 === 0 ? [axis] : []));

/** Operations that have to do with axes, each of which any shape has. */
const OPERATIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  transpose: (x) => x.transpose(reversed(x)).mul(2),
  reshape: (x) => x.reshape([x.size]).add(1),
  flip: (x) => np.flip(x),
  slice: (x) =>
    lax.slice(
      x,
      x.shape.map((size) => Math.min(1, size)),
      x.shape,
    ),
  pad: (x) =>
    np.pad(
      x,
      x.shape.map((_, axis): [number, number] => [axis % 2, 1]),
      0.5,
    ),
  concatenate: (x) => np.concatenate([x, x.neg()], { axis: last(x) }),
  broadcast: (x) => np.broadcastTo(x.sum({ axis: 0, keepdims: true }), x.shape),
  sum: (x) => x.sum({ axis: even(x) }),
  "sum of all": (x) => x.sum(),
  mean: (x) => np.sum(x, { axis: last(x), keepdims: true }),
  max: (x) => np.max(x, { axis: even(x), initial: -9 }),
  cumsum: (x) => np.cumsum(x, { axis: 0 }),
  take: (x) =>
    np.take(x, np.array(x.shape[0] === 0 ? [] : [0, 5, -1], { dtype: "int32" }), {
      axis: 0,
      mode: "fill",
      fillValue: 3,
    }),
  update: (x) => (x.shape[0] === 0 ? x : x.at(0).add(1)),
  sort: (x) => np.sort(x, { axis: last(x) }),
  "sort along the first axis": (x) => np.sort(x, { axis: 0 }),
  outer: (x) => np.tensordot(x.sum({ axis: even(x) }), x.sum({ axis: even(x) }), 0).sum(),
  contraction: (x) => np.tensordot(x, x, [even(x), even(x)]),
  product: (x) =>
    np.matmul(x.reshape([...x.shape, 1]), x.reshape([...x.shape.slice(0, -1), 1, x.shape.at(-1)!])),
  scan: (x) =>
    lax.scan((sum: Tensor, row: Tensor) => [sum.add(row), sum], np.zerosLike(x.sum({ axis: 0 })), x)[1],
};

/** Value and gradient, whole numbers so that every sum is exact. */
function results(backend: Backend, f: (x: Tensor) => Tensor, shape: Shape, dtype: "float32" | "float16") {
  setBackend(backend);
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7) % 5) - 2);
  const x = np.array(data, { dtype, shape });
  const [value, pullback] = vjp(f, x);
  const weights = Array.from({ length: value.size }, (_, i) => (i % 3) - 1);
  const [gradient] = pullback(np.array(weights, { dtype, shape: value.shape }));
  return [value, gradient].map((tensor) => ({
    spec: formatSpec(tensor.spec),
    // −0 is as good as 0.
    numbers: Array.from(numbersOf(tensor.dataSync(), tensor.dtype), (number) => number + 0),
  }));
}

test.each(Object.entries(OPERATIONS))("%s of up to eight axes, some without elements", (name, f) => {
  for (const dtype of ["float32", "float16"] as const) {
    for (const shape of dtype === "float32" ? SHAPES : SHAPES.slice(0, 1)) {
      const what = `${name} of ${dtype}[${shape.join(",")}]`;
      const expected = results(reference(), f, shape, dtype);
      expect(results(cpu(), jit(f), shape, dtype), what).toEqual(expected);
    }
  }
});
