import { kernelBackend } from "@elegy/autodiff/spi";
import { kernels } from "@elegy/backend-reference";
import { describe, expect, test, vi } from "vitest";
import { conformance, type ConformanceOptions } from "./conformance.ts";

const flat = (): ReturnType<typeof kernelBackend> =>
  kernelBackend({
    name: "flat",
    dtypes: ["float32", "int32", "bool"],
    kernels: { ...kernels, tanh: ([x]) => [x!.buffer.map(() => 0)] },
  });

// Its tests pass because these fail: the gap is on the list.
describe("a gap that is known", () => {
  conformance({
    backend: async () => flat(),
    primitives: ["tanh", "sin"],
    known: [
      { primitive: "tanh", check: "forward", reason: "this backend is flat" },
      { primitive: "tanh", check: "jvp", reason: "its derivative is made of the result" },
      { primitive: "tanh", check: "shapes", reason: "this backend is flat" },
    ],
  });
});

describe("a device that is absent", () => {
  const backend = vi.fn<typeof flat>(flat);
  conformance({ backend, when: () => false });

  test("makes no backend", () => {
    expect(backend).not.toHaveBeenCalled();
  });
});

test("an option that is not there is an error", () => {
  const misspelled = { backend: flat, knwon: [] };
  const options: ConformanceOptions = misspelled;
  expect(() => conformance(options)).toThrow("conformance: there is no such option. Expected backend, when,");
});
