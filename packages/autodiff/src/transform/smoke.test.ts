import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { grad, jit, jvp, makeGraph, nn, np, random, setBackend, valueAndGrad, vjp, vmap } from "../index.ts";

setBackend(reference());

test("smoke", async () => {
  const x = np.array([1, 2, 3], { dtype: "float32" });
  expect(await x.mul(2).sum().item()).toBe(12);
  expect(await grad((x: typeof x0) => x.mul(x).sum())(x).array()).toEqual([2, 4, 6]);
  const f = jit((x: typeof x0) => x.mul(x).sum());
  expect(await f(x).item()).toBe(14);
  expect(await grad(f)(x).array()).toEqual([2, 4, 6]);
  expect(await grad(f)(x).array()).toEqual([2, 4, 6]);
  expect(await jit(grad(f))(x).array()).toEqual([2, 4, 6]);
  expect(await grad((y: typeof x0) => grad(f)(y).sin().sum())(x).array()).toHaveLength(3);
  expect(await vmap(grad(f))(np.stack([x, x])).array()).toEqual([
    [2, 4, 6],
    [2, 4, 6],
  ]);
  console.log(
    makeGraph(grad((w: typeof x0) => np.mean(nn.logSoftmax(np.dot(np.ones([4, 3]), w)).neg())))(
      np.ones([3, 2]),
    ).toString(),
  );
  console.log(await random.split(random.key(0)).array(), await random.uniform(random.key(42), [3]).array());
  console.log(String(x));
});
const x0 = np.zeros([1]);
