import { moduleSymbol } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { np, random, setBackend, type Tensor } from "@elegy/core";
import { expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model.ts";
import { difference, samples, tfl } from "./tensor-flow.test-support.ts";

setBackend(cpu());
const { layers } = tfl;

function train(model: tfl.LayersModel, x: Tensor): { preds: Tensor; states: Tensor[] } {
  const module = fromLayersModel(model)[moduleSymbol];
  const rng = random.key(0);
  const { params, states } = module.init({ rng, args: [x] });
  const { preds, states: after } = module.apply({ rng, args: [x], params, states, training: true });
  const [moving] = Object.values(after as Record<string, Record<string, Tensor>>);
  return { preds: preds as Tensor, states: [moving!["moving_mean"]!, moving!["moving_variance"]!] };
}

// TensorFlow.js's own kernel is wrong for any axis but the last: it reads the statistics as if they were of that one.
it("batch normalization of channels that stand first is that of channels moved to the end", () => {
  const x = samples(1, [2, 3, 4, 5]);
  const first = train(
    tfl.sequential({ layers: [layers.batchNormalization({ axis: 1, inputShape: [3, 4, 5] })] }),
    x,
  );
  const last = train(
    tfl.sequential({ layers: [layers.batchNormalization({ inputShape: [4, 5, 3] })] }),
    np.moveaxis(x, 1, -1),
  );
  expect(difference(np.moveaxis(first.preds, 1, -1).dataSync(), last.preds.dataSync())).toBeLessThan(1e-6);
  first.states.forEach((one, i) => {
    expect(difference(one.dataSync(), last.states[i]!.dataSync())).toBeLessThan(1e-6);
  });
});

it("batch normalization for each step has the statistics of one step at a time, as in TensorFlow.js", () => {
  const x = samples(2, [4, 2, 3]);
  const inner = layers.batchNormalization({ momentum: 0.5 });
  const model = tfl.sequential({ layers: [layers.timeDistributed({ layer: inner, inputShape: [2, 3] })] });
  const module = fromLayersModel(model)[moduleSymbol];
  const rng = random.key(0);
  const { params, states } = module.init({ rng, args: [x] });
  const after = module.apply({ rng, args: [x], params, states, training: true });
  const each = (after.preds as Tensor).mean({ axis: 0 });
  expect(difference(each.dataSync(), np.zeros([2, 3]).dataSync())).toBeLessThan(1e-6);
  // From 0: half of the first step's mean, then half of that and of the second's.
  const [m0, m1] = [0, 1].map((t) => x.get(":", t).mean({ axis: 0 }));
  const moving = Object.values(after.states as Record<string, { layer: { moving_mean: Tensor } }>)[0]!.layer
    .moving_mean;
  expect(difference(moving.dataSync(), m0!.mul(0.25).add(m1!.mul(0.5)).dataSync())).toBeLessThan(1e-6);
});
