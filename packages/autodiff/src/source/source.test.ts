import { kernels, reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { grad, jit, makeGraph, nn, np, setBackend, type Tensor } from "../index.ts";
import { kernelBackend } from "../backend/kernel-backend.ts";
import { runPipeline } from "../graph/passes/pipeline.ts";

beforeEach(() => setBackend(reference()));

test("every node knows the user's line", () => {
  const start = Number(/test\.ts:(\d+)/.exec(new Error("here").stack ?? "")?.[1]) + 3;
  const relative = (place: string): string =>
    place.replace(/^.*source\.test\.ts:(\d+)/, (_, line) => String(Number(line) - start));
  const f = (x: Tensor): Tensor => {
    const y = x.sin();
    return np.mean(nn.softmax(y));
  };
  const sources = (g: (x: Tensor) => unknown): string[] => [
    ...new Set(
      runPipeline(makeGraph(g)(np.ones([3])), new Set()).nodes.map((node) => node.source?.place ?? "none"),
    ),
  ];
  const direct = sources(f);
  expect(direct.map(relative)).toEqual(["1:17", "2:23", "2:15"]);
});

describe("a compiled program that fails", () => {
  const failing = kernelBackend({
    name: "failing",
    dtypes: ["float32", "bool"],
    kernels: {
      ...kernels,
      cos: () => {
        throw new Error("no cosine today");
      },
    },
  });

  test("names the primitive and the user's line", () => {
    setBackend(failing);
    let runs = 0;
    const f = (x: Tensor): Tensor => {
      runs += 1;
      return x.add(1).sin().sum();
    };
    const compiled = jit(f);
    compiled(np.ones([3]));
    expect(runs).toBe(1);
    // The derivative of the sine.
    expect(() => grad(compiled)(np.ones([3]))).toThrow(
      /the kernel of primitive "cos" at .*source\.test\.ts:\d+:23 failed on backend "failing" \(no cosine today\)/,
    );
    expect(runs).toBe(2);
  });

  test("a function that does something else the second time has no line", () => {
    setBackend(failing);
    let runs = 0;
    const f = jit((x: Tensor): Tensor => {
      runs += 1;
      if (runs === 2) throw new Error("once only");
      return x.cos();
    });
    expect(() => f(np.ones([3]))).toThrow('the kernel of primitive "cos" failed');
    const g = jit((x: Tensor): Tensor => (runs++ % 2 === 0 ? x.cos() : x.sin()));
    expect(() => g(np.ones([3]))).toThrow('the kernel of primitive "cos" failed');
  });
});
