import { np, setBackend } from "@elegy/core";
import { expect, it, vi } from "vitest";
import { makeBackend } from "./make-backend.ts";

it.each(["cpu", "reference"] as const)("makes the %s backend", async (name) => {
  const backend = await makeBackend(name);
  expect(backend.name).toBe(name);
  setBackend(backend);
  expect(await np.array([1, 2]).sum().item()).toBe(3);
});

it.each(["webgpu", "cuda"] as const)(
  "loads %s only when it is asked for, and lets its error through",
  async (name) => {
    const loaded = vi.fn<() => void>();
    vi.doMock(`@elegy/backend-${name}`, () => {
      loaded();
      return { [name]: () => Promise.reject(new Error("there is no device")) };
    });
    await makeBackend("cpu");
    expect(loaded).not.toHaveBeenCalled();
    await expect(makeBackend(name)).rejects.toThrow("there is no device");
  },
);
