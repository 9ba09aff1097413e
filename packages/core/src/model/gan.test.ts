import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FieldsOf,
  grad,
  type InitInputs,
  lax,
  Model,
  np,
  optimizers,
  type PredInputs,
  type PredStep,
  random,
  setBackend,
  type States,
  type StepInputs,
  type Tensor,
  type TrainStep,
  valueAndGrad,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

interface Layer {
  readonly w: Tensor;
  readonly b: Tensor;
}

interface Own {
  readonly generator: Layer;
  readonly critic: { readonly hidden: Layer; readonly out: Layer };
  readonly generatorOptimizer: unknown;
  readonly criticOptimizer: unknown;
  readonly step: Tensor;
}
type Fields = FieldsOf<Own>;

const layer = (rng: Tensor, inputs: number, outputs: number): Layer => ({
  w: random.normal(rng, [inputs, outputs]).mul(0.5),
  b: np.zeros([outputs]),
});
const linear = (x: Tensor, { w, b }: Layer): Tensor => np.dot(x, w).add(b);
const generate = (z: Tensor, generator: Own["generator"]): Tensor => linear(z, generator);
const criticize = (x: Tensor, { hidden, out }: Own["critic"]): Tensor =>
  linear(np.tanh(linear(x, hidden)), out).reshape([-1]);

/** Wasserstein GAN with gradient penalty (Gulrajani et al., 2017): the critic learns in each step, the generator in each third. */
class Wgan extends Model<Own> {
  readonly generatorOptimizer = optimizers.adam(0.03, { b1: 0.5 });
  readonly criticOptimizer = optimizers.adam(0.03, { b1: 0.5 });

  override initStep({ x, states }: InitInputs<Fields>): States<Fields> {
    const [key, next] = states.nextKey();
    const [first, second, third] = [0, 1, 2].map((i) => random.foldIn(key, i)) as [Tensor, Tensor, Tensor];
    const size = x.shape[1] ?? 0;
    const generator = layer(first, 2, size);
    const critic = { hidden: layer(second, size, 8), out: layer(third, 8, 1) };
    return next.update({
      generator,
      critic,
      generatorOptimizer: this.generatorOptimizer.init(generator),
      criticOptimizer: this.criticOptimizer.init(critic),
      step: np.zeros([], { dtype: "int32" }),
    });
  }

  /** From noise to samples. */
  override predStep({ x: z, states }: PredInputs<Fields>): PredStep<Fields> {
    return [generate(z, states.generator), states];
  }

  override trainStep({ x: real, states }: StepInputs<Fields>): TrainStep<Fields> {
    const [key, next] = states.nextKey();
    const z = random.normal(random.foldIn(key, 0), [real.shape[0] ?? 0, 2]);
    const mix = random.uniform(random.foldIn(key, 1), [real.shape[0] ?? 0, 1]);

    const criticLoss = (critic: Own["critic"]): readonly [Tensor, Tensor] => {
      const fake = generate(z, next.generator);
      const between = real.mul(mix).add(fake.mul(mix.neg().add(1)));
      const slopes = grad((x: Tensor) => criticize(x, critic).sum())(between);
      const norms = np.sqrt(slopes.square().sum({ axis: 1 }).add(1e-12));
      const penalty = norms.sub(1).square().mean();
      const distance = criticize(real, critic).mean().sub(criticize(fake, critic).mean());
      return [penalty.mul(10).sub(distance), penalty];
    };
    const [[loss, penalty], criticGrads] = valueAndGrad(criticLoss, { hasAux: true })(next.critic);
    const [criticUpdates, criticOptimizer] = this.criticOptimizer.update(criticGrads, next.criticOptimizer);
    const critic = optimizers.applyUpdates(next.critic, criticUpdates);

    const { generator, generatorOptimizer } = lax.cond(
      next.step.mod(3).equal(2),
      (before: Pick<Own, "generator" | "generatorOptimizer">) => {
        const generatorLoss = (params: Layer): Tensor => criticize(generate(z, params), critic).mean().neg();
        const grads = grad(generatorLoss)(before.generator);
        const [updates, state] = this.generatorOptimizer.update(grads, before.generatorOptimizer);
        return {
          generator: optimizers.applyUpdates(before.generator, updates),
          generatorOptimizer: state as object,
        };
      },
      (before) => before as never,
      { generator: next.generator, generatorOptimizer: next.generatorOptimizer },
    ) as Pick<Own, "generator" | "generatorOptimizer">;

    const step = next.step.add(1);
    return [
      { critic_loss: loss, penalty },
      next.updateKnown({ critic, criticOptimizer, generator, generatorOptimizer, step }),
    ];
  }
}

/** Points around (2, -1). */
const real = Array.from({ length: 64 }, (_, i) => [2 + 0.5 * Math.sin(7 * i), -1 + 0.5 * Math.cos(11 * i)]);

// Steps of one's own with two networks and two optimizers, which Elegy's defaults knew nothing of (weakness 16).
describe("weakness 16: a GAN of two networks with two optimizers", () => {
  it("learns to make samples like the real ones", async () => {
    const model = new Wgan({ seed: 1 });
    const z = random.normal(random.key(9), [64, 2]);
    await model.init({ x: real });
    const farFrom = async (): Promise<number> => {
      const fake = await model.predict({ x: z, batchSize: 64 });
      const [a = 0, b = 0] = await fake.mean({ axis: 0 }).data();
      return Math.hypot(a - 2, b + 1);
    };
    const before = await farFrom();
    const { history } = await model.fit({ x: real, batchSize: 32, epochs: 120, verbose: 0 });
    expect(before).toBeGreaterThan(1.5);
    expect(await farFrom()).toBeLessThan(before / 3);
    // The critic is held to slopes of 1: a penalty of second order.
    const penalties = history["penalty"] ?? [];
    expect(penalties.at(-1)).toBeLessThan(penalties[0] ?? 0);
    expect(await model.states.step.item()).toBe(240);
    expect(model.states.fields()).toContain("criticOptimizer");
  });

  it("eagerly as compiled", async () => {
    const states = await Promise.all(
      [false, true].map(async (runEagerly) => {
        const model = new Wgan({ seed: 1, runEagerly });
        await model.fit({ x: real, batchSize: 32, epochs: 2, shuffle: false, verbose: 0 });
        return model.states.generator.w.data();
      }),
    );
    const [compiled, eager] = states;
    compiled?.forEach((value, i) => expect(eager?.[i]).toBeCloseTo(value, 4));
  });

  it("refuses a field it does not have", async () => {
    class Typo extends Wgan {
      override trainStep({ states }: StepInputs<Fields>): TrainStep<Fields> {
        return [{}, states.updateKnown({ critik: states.critic } as object)];
      }
    }
    await expect(new Typo().fit({ x: real, verbose: 0 })).rejects.toThrow(
      "updateKnown: there is no field `critik`.",
    );
  });
});
