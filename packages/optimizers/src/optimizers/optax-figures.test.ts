import { jit, setBackend } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import figures from "./optax-figures.test-support.json" with { type: "json" };
import { optimizers, type Params, stepOf, tensors } from "./optimizers.test-support.ts";

const trajectories = new Map<string, number[][]>(Object.entries(figures.trajectories));

async function expectClose({ w, b }: Params, expected: readonly number[] = []): Promise<void> {
  const values = [...(await b.data()), ...(await w.data())];
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(2e-6 * Math.abs(wanted));
  });
}

it("has a figure for every optimizer and an optimizer for every figure", () => {
  expect(Object.keys(optimizers).sort()).toEqual([...trajectories.keys()].sort());
});

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (backendName, backend) => {
  beforeAll(() => setBackend(backend()));

  it.each(Object.entries(optimizers))("%s equals optax, eagerly and under jit", async (name, make) => {
    const optimizer = make();
    const eager = stepOf(optimizer);
    const compiled = jit(eager<Params>);
    // The named ones both ways on both backends; what is put together from the same parts, one way on each.
    const both = [eager<Params>, compiled];
    const steps = name.endsWith("sgd(0.1))") ? [backendName === "cpu" ? compiled : eager<Params>] : both;
    for (const step of steps) {
      let params = tensors(figures.params);
      let state: unknown = optimizer.init(params);
      for (const [i, grads] of figures.grads.entries()) {
        [params, state] = step(params, state, tensors(grads));
        await expectClose(params, trajectories.get(name)?.[i]);
      }
    }
  });
});
