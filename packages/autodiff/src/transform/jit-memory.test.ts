import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { reference } from "@elegy/backend-reference";
import { expect, test, vi } from "vitest";
import { jit, np, setBackend, type Tensor } from "../index.ts";

test("a jitted function does not keep the arguments that it was traced with", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setBackend(reference());
  const f = jit((x: { readonly w: Tensor }) => x.w.add(1));
  const call = (): readonly WeakRef<object>[] => {
    const given = { w: np.ones([2]) };
    f(given);
    return [new WeakRef(given), new WeakRef(given.w)];
  };
  const refs = call();
  await vi.waitFor(() => {
    collect();
    expect(refs.filter((ref) => ref.deref() !== undefined)).toHaveLength(0);
  });
  expect(await f({ w: np.ones([2]) }).array()).toEqual([2, 2]);
});
