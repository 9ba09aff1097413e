import { np, setBackend, tree } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, expect, it } from "vitest";
import { States } from "../states/states.ts";
import { hostTensor } from "./host-tensor.ts";
import { StatesMismatchError } from "./model-folder-errors.ts";
import { restoreStates } from "./restore-states.ts";

class Moments {
  readonly mu: unknown;
  readonly count: unknown;
  constructor(mu: unknown, count: unknown) {
    this.mu = mu;
    this.count = count;
  }
}
tree.register(Moments, {
  // Not in the order of the alphabet, in which plain objects are.
  flatten: ({ mu, count }) => [
    ["mu", mu],
    ["count", count],
  ],
  unflatten: ([[, mu] = ["", 0], [, count] = ["", 0]]) => new Moments(mu, count),
});

beforeAll(() => setBackend(reference()));

const host = (value: number): unknown =>
  hostTensor({ dtype: "float32", shape: [], data: Float32Array.of(value) });

it("puts loaded leaves into the structure and the classes of the model", () => {
  const present = new States({ optimizerStates: [new Moments(np.zeros([]), np.zeros([])), null], step: 0 });
  const loaded = { step: 7, optimizerStates: [{ count: host(2), mu: host(1) }, null] };
  const restored = restoreStates("load", present, loaded) as typeof present;
  expect(restored).toBeInstanceOf(States);
  const [moments] = restored.optimizerStates;
  expect(moments).toBeInstanceOf(Moments);
  expect(moments).toMatchObject({ mu: { data: Float32Array.of(1) }, count: { data: Float32Array.of(2) } });
  expect(restored.step).toBe(7);
});

it("names the first place that differs and counts the others", () => {
  const present = { netParams: [np.zeros([784, 10]), np.zeros([1])] };
  const loaded = {
    netParams: [hostTensor({ dtype: "float32", shape: [784, 11], data: new Float32Array(784 * 11) })],
  };
  const restore = (): unknown => restoreStates("load", present, loaded);
  expect(restore).toThrow(StatesMismatchError);
  expect(restore).toThrow(
    "load: the saved states do not fit the model at `netParams.0`. Expected f32[784,10]; received f32[784,11]. They differ at 1 further places. Load them into the model that saved them.",
  );
});
