import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FieldsOf,
  type FunctionContext,
  hooks,
  initOrApply,
  type losses,
  Model,
  np,
  optimizers,
  outputStates,
  type PredInputs,
  type PredStep,
  random,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

interface Layer {
  readonly w: Tensor;
  readonly b: Tensor;
}
interface Params {
  readonly mean: Layer;
  readonly logStd: Layer;
  readonly decoder: Layer;
}

const layer = (rng: Tensor, inputs: number, outputs: number): Layer => ({
  w: random.normal(rng, [inputs, outputs]).mul(0.3),
  b: np.zeros([outputs]),
});
const linear = (x: Tensor, { w, b }: Layer): Tensor => np.dot(x, w).add(b);
const fresh = (rng: Tensor, size: number): Params => ({
  mean: layer(random.foldIn(rng, 0), size, 2),
  logStd: layer(random.foldIn(rng, 1), size, 2),
  decoder: layer(random.foldIn(rng, 2), 2, size),
});

/** The latent code of each sample, and how far its distribution is from a standard normal one. */
function encode(x: Tensor, { mean: m, logStd: s }: Params, rng: Tensor): readonly [z: Tensor, kl: Tensor] {
  const [mean, logStd] = [linear(x, m), linear(x, s)];
  const z = mean.add(np.exp(logStd).mul(random.normal(rng, mean.shape)));
  const divergence = mean
    .square()
    .add(np.exp(logStd.mul(2)))
    .sub(logStd.mul(2))
    .sub(1)
    .mul(0.5);
  return [z, divergence.sum({ axis: 1 }).mean()];
}

const squaredError = (x: Tensor, reconstructed: Tensor): Tensor =>
  x.sub(reconstructed).square().sum({ axis: -1 });

/** Points near a line in four dimensions. */
const x = Array.from({ length: 32 }, (_, i) => {
  const t = Math.sin(3 * i) * 2;
  return [t, -t, 2 * t, 1 + 0.1 * Math.cos(5 * i)];
});

describe("a VAE as a module", () => {
  const module = (inputs: Tensor, { initializing, params, rng }: FunctionContext): unknown => {
    const kept: Params = initializing ? fresh(rng, inputs.shape[1] ?? 0) : params;
    const [z, kl] = encode(inputs, kept, random.foldIn(rng, 9));
    hooks.addLoss("kl", kl.mul(0.1));
    hooks.addMetric("spread", z.square().mean());
    return outputStates({ preds: linear(z, kept.decoder), params: kept });
  };

  it("learns with the divergence as a further loss", async () => {
    const model = new Model({
      module,
      loss: ({ x: inputs, yPred }: losses.LossInputs) => squaredError(inputs as Tensor, yPred),
      optimizer: optimizers.adam(0.02),
    });
    const { history } = await model.fit({ x, batchSize: 16, epochs: 60, verbose: 0 });
    expect(Object.keys(history).sort()).toEqual(["kl_loss", "loss", "loss_1", "lr", "spread"]);
    const [first = 0, last = 0] = [history["loss"]?.[0], history["loss"]?.at(-1)];
    expect(last).toBeLessThan(first / 3);
    // The total is the sum of its parts.
    for (const epoch of [0, 59]) {
      const [loss = 0, own = 0, kl = 0] = ["loss", "loss_1", "kl_loss"].map((name) => history[name]?.[epoch]);
      expect(loss).toBeCloseTo(own + kl, 3);
    }
    expect((await model.predict({ x })).shape).toEqual([32, 4]);
  });
});

type Fields = FieldsOf<{ netParams: Params }>;

/** Measures encoder and decoder together, and predicts with the decoder alone. */
class Vae extends Model<{ netParams: Params }> {
  override predStep({ x: z, states }: PredInputs<Fields>): PredStep<Fields> {
    return [linear(z, states.netParams.decoder), states];
  }

  override testStep({ x: inputs, states, initializing }: StepInputs<Fields>): TestStep<Fields> {
    const [rng, next] = states.nextKey();
    const netParams = initOrApply(states.netParams, initializing, () => fresh(rng, inputs.shape[1] ?? 0));
    const [z, kl] = encode(inputs, netParams, rng);
    const reconstruction = squaredError(inputs, linear(z, netParams.decoder)).mean();
    const loss = reconstruction.add(kl.mul(0.1));
    return [loss, { loss, reconstruction, kl }, next.update({ netParams })];
  }
}

describe("a VAE as a step of its own", () => {
  it("learns, decodes, and lends its decoder to another model", async () => {
    const vae = new Vae({ optimizer: optimizers.adam(0.02) });
    const { history } = await vae.fit({ x, batchSize: 16, epochs: 60, verbose: 0 });
    expect(history["loss"]?.at(-1)).toBeLessThan((history["loss"]?.[0] ?? 0) / 3);
    const z = [
      [0, 0],
      [1, -1],
    ];
    const decoded = await (await vae.predict({ x: z })).array();

    // Trained parts make a model that needs no initialization.
    const decoder = new Model({
      module: (code: Tensor, { params }: FunctionContext) => linear(code, params),
      states: { netParams: vae.states.netParams.decoder },
      initialized: true,
    });
    expect(decoder.initialized).toBe(true);
    expect(await (await decoder.predict({ x: z })).array()).toEqual(decoded);
    // Both go on by themselves.
    await vae.fit({ x, verbose: 0 });
    expect(await (await decoder.predict({ x: z })).array()).toEqual(decoded);
    expect(await (await vae.predict({ x: z })).array()).not.toEqual(decoded);
  });
});
