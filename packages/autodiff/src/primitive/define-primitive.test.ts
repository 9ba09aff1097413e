import { cpu } from "@elegy/backend-cpu";
import { kernels } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { kernelBackend } from "../backend/kernel-backend.ts";
import type { Kernel } from "../backend/kernel-backend-table.ts";
import { type BoundPrimitive, definePrimitive, grad, graphCost, jit, jvp, makeGraph, noRule, np, parseGraph, setBackend, type Tensor, vmap } from "../index.ts"; // prettier-ignore
import type { TypedArray } from "../tensor/dtype.ts";
import { values } from "../tensor/close.test-support.ts";

interface ScaleParams {
  readonly by: number;
}

let decomposed = 0;
/** x·by, which is linear. */
const scale: BoundPrimitive<ScaleParams> = definePrimitive<ScaleParams>({
  name: "test.scale",
  kind: "elementwise",
  spec: ([x]) => [x],
  jvp: ([x], [dx], params) => ({ primals: scale([x], params), tangents: dx ? scale([dx], params) : [null] }),
  transpose: ([ct], _, params) => (ct ? scale([ct], params) : [null]),
  batch: ([x], [axis], params) => ({ outputs: scale([x], params), axes: [axis] }),
  flops: ([x]) => 7 * x.shape.reduce((a, b) => a * b, 1),
  decompose([x], { by }) {
    decomposed += 1;
    return [x.mul(by)];
  },
});
const scaled = (x: Tensor): Tensor => scale([x], { by: 3 })[0]!;
/** Only a kernel can compute it, and nobody can differentiate it. */
const opaque: BoundPrimitive<object> = definePrimitive<object>({
  name: "test.opaque",
  kind: "elementwise",
  spec: ([x]) => [x],
  jvp: noRule("nobody has found it yet"),
  transpose: noRule("it is not linear"),
  batch: ([x], [axis]) => ({ outputs: opaque([x], {}), axes: [axis] }),
});
const scaleKernel: Kernel<TypedArray, ScaleParams> = ([x], { by }) => [x!.buffer.map((value) => value * by)];
const mine = kernelBackend({
  name: "mine",
  dtypes: ["float32", "int32", "bool"],
  kernels,
  custom: { "test.scale": scaleKernel },
});
const floats = (data: number[]): Tensor => np.array(data, { dtype: "float32" });

describe.each([
  ["its kernel", () => mine, 0],
  ["its decomposition", () => cpu(), 1],
] as const)("a primitive from outside, by %s", (_name, make, least) => {
  beforeEach(() => {
    setBackend(make());
    decomposed = 0;
  });

  test("under every transformation", () => {
    const x = floats([1, 2]);
    expect(values(scaled(x))).toEqual([3, 6]);
    expect(values(jit(scaled)(x))).toEqual([3, 6]);
    expect(values(grad((y: Tensor) => scaled(scaled(y)).sum())(x))).toEqual([9, 9]);
    expect(values(jit(grad((y: Tensor) => scaled(y).sum()))(x))).toEqual([3, 3]);
    expect(values(jvp(scaled, [x], [floats([1, 0])])[1])).toEqual([3, 0]);
    expect(values(vmap(scaled)(x.reshape([2, 1])))).toEqual([[3], [6]]);
    expect(decomposed >= least).toBe(true);
    expect(decomposed === 0).toBe(least === 0);
  });
});

describe("says", () => {
  beforeEach(() => setBackend(mine));

  test("that a name is taken", () => {
    const again = (name: string) => () =>
      definePrimitive({ name, kind: "elementwise", spec: ([x]) => [x], jvp: noRule(""), transpose: noRule(""), batch: noRule("") }); // prettier-ignore
    expect(again("test.scale")).toThrow('there is a primitive of this name. Expected a name of its own; received "test.scale"'); // prettier-ignore
    expect(again("add")).toThrow("there is a primitive of this name");
  });

  test("that a backend has no kernel, and who asked for it", () => {
    const f = jit((x: Tensor) => opaque([x], {})[0]!);
    for (const backend of [mine, cpu()]) {
      setBackend(backend);
      expect(() => f(floats([1]))).toThrow(
        /no kernel for primitive "test.opaque" at .*define-primitive\.test\.ts:\d+/,
      );
    }
  });

  test("that there is no rule, and why", () => {
    expect(() => grad((x: Tensor) => opaque([x], {})[0]!.sum())(floats([1]))).toThrow(
      "nobody has found it yet",
    );
  });
});

test("is in graphs and their text as any other", () => {
  setBackend(mine);
  const graph = makeGraph(scaled)(floats([1, 2]));
  expect(graph.toString()).toContain("b:f32[2] = test.scale[by=3] a");
  expect(String(makeGraph(() => [])())).toBe("{ lambda ;. let\n  in () }");
  expect(parseGraph(graph.toString()).nodes[0]?.primitive.name).toBe("test.scale");
  expect(graphCost(graph).flops).toBe(14);
});
