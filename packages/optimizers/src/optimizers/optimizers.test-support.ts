import { np, type Tensor, tree } from "@elegy/autodiff";
import { applyUpdates } from "../apply-updates.ts";
import type { GradientTransformation } from "../gradient-transformation.ts";
import {
  accumulateGradients,
  adabelief,
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamax,
  adamaxw,
  adamw,
  adaptiveGradClip,
  addDecayedWeights,
  amsgrad,
  applyEvery,
  applyIfFinite,
  centralize,
  chain,
  clip,
  clipByBlockRms,
  clipByGlobalNorm,
  cosineDecaySchedule,
  ema,
  flatten,
  freeze,
  fromage,
  identity,
  injectHyperparams,
  keepParamsNonnegative,
  lamb,
  lars,
  lion,
  masked,
  multiTransform,
  nadam,
  nadamw,
  namedChain,
  noisySgd,
  normalizeByUpdateNorm,
  novograd,
  optimisticGradientDescent,
  radam,
  rmsprop,
  rprop,
  scale,
  scaleByAdam,
  scaleByParamBlockNorm,
  scaleByParamBlockRms,
  scaleBySchedule,
  scaleBySm3,
  scaleByTrustRatio,
  sgd,
  signSgd,
  skipLargeUpdates,
  sm3,
  yogi,
  zeroNans,
} from "@elegy/optimizers";

export interface Params {
  readonly w: Tensor;
  readonly b: Tensor;
}

const harmonic = (count: Tensor): Tensor => np.divide(0.1, count.add(1));
/** `true` for the parameter whose path ends in `w`, whatever the tree. */
const isWeight = (params: unknown): unknown => {
  const [, structure] = tree.flatten(params);
  return tree.unflatten(
    structure,
    tree.leavesWithPath(params).map(([path]) => path.endsWith("w")),
  );
};
const notWeight = (params: unknown): unknown => tree.map((weight: boolean) => !weight, isWeight(params));
const byWeight = (params: unknown): unknown =>
  tree.map((weight: boolean) => (weight ? "a" : "s"), isWeight(params));

/** Every optimizer and wrapper, under the name it has in the figures of optax. */
export const optimizers: Readonly<Record<string, () => GradientTransformation>> = {
  "sgd(0.1)": () => sgd(0.1),
  "sgd(0.1, momentum=0.9)": () => sgd(0.1, { momentum: 0.9 }),
  "sgd(0.1, momentum=0.9, nesterov)": () => sgd(0.1, { momentum: 0.9, nesterov: true }),
  "adam(1e-2)": () => adam(1e-2),
  "adamw(1e-2, weight_decay=0.1)": () => adamw(1e-2, { weightDecay: 0.1 }),
  "nadam(1e-2)": () => nadam(1e-2),
  "adamax(1e-2)": () => adamax(1e-2),
  "amsgrad(1e-2)": () => amsgrad(1e-2),
  "adagrad(0.1)": () => adagrad(0.1),
  "rmsprop(1e-2)": () => rmsprop(1e-2),
  "rmsprop(1e-2, centered, momentum=0.9)": () => rmsprop(1e-2, { centered: true, momentum: 0.9 }),
  "adadelta(1.0)": () => adadelta(1),
  "lion(1e-2)": () => lion(1e-2),
  "lamb(1e-2)": () => lamb(1e-2),
  "radam(1e-2)": () => radam(1e-2),
  "adabelief(1e-2)": () => adabelief(1e-2),
  "chain(clip_by_global_norm(1.0), sgd(0.1))": () => chain(clipByGlobalNorm(1), sgd(0.1)),
  "chain(clip(0.5), adam(1e-2))": () => chain(clip(0.5), adam(1e-2)),
  "sgd(cosine_decay_schedule(0.1, 4))": () => sgd(cosineDecaySchedule(0.1, 4)),
  "chain(add_decayed_weights(0.1), sgd(0.1))": () => chain(addDecayedWeights(0.1), sgd(0.1)),
  "sgd(0.1 / (count + 1))": () => sgd(harmonic),
  "adam(1e-2, b1=0.8, b2=0.99, eps=1e-3, eps_root=1e-4)": () =>
    adam(1e-2, { b1: 0.8, b2: 0.99, eps: 1e-3, epsRoot: 1e-4 }),
  "adam(1e-2, nesterov, b1=0.8)": () => adam(1e-2, { nesterov: true, b1: 0.8 }),
  "rmsprop(1e-2, decay=0.8, eps=1e-4, momentum=0.9, nesterov, initial_scale=1)": () =>
    rmsprop(1e-2, { decay: 0.8, eps: 1e-4, momentum: 0.9, nesterov: true, initialScale: 1 }),
  "rmsprop(1e-2, centered, initial_scale=0.5)": () => rmsprop(1e-2, { centered: true, initialScale: 0.5 }),
  "rmsprop(1e-2, bias_correction, eps_in_sqrt=False)": () =>
    rmsprop(1e-2, { biasCorrection: true, epsInSqrt: false }),
  "rmsprop(1e-2, centered, bias_correction, eps=1e-3)": () =>
    rmsprop(1e-2, { centered: true, biasCorrection: true, eps: 1e-3 }),
  "adamw(1e-2, weight_decay=0.1, mask={w})": () => adamw(1e-2, { weightDecay: 0.1, mask: isWeight }),
  "adamw(1e-2, weight_decay=0.1 * count)": () => adamw(1e-2, { weightDecay: (count) => count.mul(0.1) }),
  "nadamw(1e-2, weight_decay=0.1)": () => nadamw(1e-2, { weightDecay: 0.1 }),
  "adamaxw(1e-2, weight_decay=0.1)": () => adamaxw(1e-2, { weightDecay: 0.1 }),
  "amsgrad(1e-2, b2=0.9, no bias correction)": () =>
    amsgrad(1e-2, { b2: 0.9, biasCorrectionMu: false, biasCorrectionNu: false }),
  "adagrad(0.1, initial_accumulator_value=0, eps=1e-3)": () =>
    adagrad(0.1, { initialAccumulatorValue: 0, eps: 1e-3 }),
  "adadelta(1.0, rho=0.8, eps=1e-3, weight_decay=0.1)": () =>
    adadelta(1, { rho: 0.8, eps: 1e-3, weightDecay: 0.1 }),
  "adabelief(1e-2, b1=0.8, nesterov)": () => adabelief(1e-2, { b1: 0.8, nesterov: true }),
  "lion(1e-2, b1=0.8, b2=0.9, weight_decay=0.1)": () => lion(1e-2, { b1: 0.8, b2: 0.9, weightDecay: 0.1 }),
  "lamb(1e-2, weight_decay=0.1)": () => lamb(1e-2, { weightDecay: 0.1 }),
  "lars(0.1)": () => lars(0.1),
  "lars(1.0, weight_decay=0.1, trust_coefficient=0.1, eps=0.01, nesterov, masks={w})": () =>
    lars(1, {
      weightDecay: 0.1,
      weightDecayMask: isWeight,
      trustCoefficient: 0.1,
      eps: 0.01,
      trustRatioMask: isWeight,
      nesterov: true,
    }),
  "radam(1e-2, b2=0.9, threshold=4)": () => radam(1e-2, { b2: 0.9, threshold: 4 }),
  "radam(1e-2, b2=0.8, threshold=4.5, nesterov)": () =>
    radam(1e-2, { b2: 0.8, threshold: 4.5, nesterov: true }),
  "yogi(1e-2)": () => yogi(1e-2),
  "fromage(0.1)": () => fromage(0.1),
  "fromage(0.1 / (count + 1))": () => fromage(harmonic),
  "noisy_sgd(0.1, key=42)": () => noisySgd(0.1, { key: 42 }),
  "noisy_sgd(0.1, eta=0.5, gamma=0.9, key=1)": () => noisySgd(0.1, { eta: 0.5, gamma: 0.9, key: 1 }),
  "novograd(1e-2)": () => novograd(1e-2),
  "novograd(1e-2, b2=0.5, weight_decay=0.1)": () => novograd(1e-2, { b2: 0.5, weightDecay: 0.1 }),
  "optimistic_gradient_descent(0.1)": () => optimisticGradientDescent(0.1),
  "optimistic_gradient_descent(0.1, alpha=0.5, beta=2)": () =>
    optimisticGradientDescent(0.1, { alpha: 0.5, beta: 2 }),
  "sign_sgd(0.1)": () => signSgd(0.1),
  "rprop(0.1)": () => rprop(0.1),
  "rprop(0.1, 0.4, 1.5, 0.05, 0.2)": () =>
    rprop(0.1, { etaMinus: 0.4, etaPlus: 1.5, minStepSize: 0.05, maxStepSize: 0.2 }),
  "sm3(0.1)": () => sm3(0.1),
  "adafactor(0.1)": () => adafactor(0.1),
  "adafactor(0.1, min_dim_size_to_factor=2, momentum=0.9, weight_decay_rate=0.01)": () =>
    adafactor(0.1, { minDimSizeToFactor: 2, momentum: 0.9, weightDecayRate: 0.01 }),
  "adafactor(None, clipping_threshold=None)": () => adafactor(null, { clippingThreshold: null }),
  "adafactor(0.1, multiply_by_parameter_scale=False, factored=False, decay_rate=0.5)": () =>
    adafactor(0.1, { multiplyByParameterScale: false, factored: false, decayRate: 0.5 }),
  "chain(scale_by_sm3(0.5, b2=0.9), scale(-0.1))": () => chain(scaleBySm3({ b1: 0.5, b2: 0.9 }), scale(-0.1)),
  "chain(ema(0.8), scale(-0.1))": () => chain(ema(0.8), scale(-0.1)),
  "chain(ema(0.8, debias=False), scale(-0.1))": () => chain(ema(0.8, { debias: false }), scale(-0.1)),
  "chain(centralize(), sgd(0.1))": () => chain(centralize(), zeroNans(), identity(), sgd(0.1)),
  "chain(sgd(0.5), keep_params_nonnegative())": () => chain(sgd(0.5), keepParamsNonnegative()),
  "chain(sgd(0.1), apply_every(2))": () => chain(sgd(0.1), applyEvery(2)),
  "chain(adaptive_grad_clip(0.1), sgd(0.1))": () => chain(adaptiveGradClip(0.1), sgd(0.1)),
  "chain(clip_by_block_rms(0.5), sgd(0.1))": () => chain(clipByBlockRms(0.5), sgd(0.1)),
  "chain(normalize_by_update_norm(2), sgd(0.1))": () =>
    chain(normalizeByUpdateNorm({ scaleFactor: 2 }), sgd(0.1)),
  "chain(scale_by_param_block_norm(), scale_by_param_block_rms(2), sgd(0.01))": () =>
    chain(scaleByParamBlockNorm(), scaleByParamBlockRms(2), sgd(0.01)),
  "chain(scale_by_trust_ratio(min_norm=2, trust_coefficient=0.5, eps=0.1), sgd(0.1))": () =>
    chain(scaleByTrustRatio({ minNorm: 2, trustCoefficient: 0.5, eps: 0.1 }), sgd(0.1)),
  "chain(scale_by_schedule(count + 1), scale(-0.1))": () =>
    chain(
      scaleBySchedule((count) => count.add(1)),
      scale(-0.1),
    ),
  "named_chain(adam, sgd)": () => namedChain({ direction: scaleByAdam(), descent: sgd(0.1) }),
  "masked(sgd(0.1), {w})": () => masked(sgd(0.1), isWeight),
  "partition({a: adam(1e-2), s: sgd(0.1)}, {w: a, b: s})": () =>
    multiTransform({ a: adam(1e-2), s: sgd(0.1) }, byWeight),
  "chain(adam(1e-2), freeze({b}))": () => chain(adam(1e-2), freeze(notWeight)),
  "inject_hyperparams(adam)(1e-2, b1=0.5 + 0.1 * count)": () =>
    injectHyperparams(({ learningRate, ...decays }) => adam(learningRate, decays), {
      learningRate: 1e-2,
      b1: (count) => count.mul(0.1).add(0.5),
      b2: 0.999,
    }),
  "inject_hyperparams(adamw)(0.1 / (count + 1), weight_decay=0.1)": () =>
    injectHyperparams(({ learningRate, ...options }) => adamw(learningRate, options), {
      learningRate: harmonic,
      weightDecay: 0.1,
      b1: 0.9,
      b2: 0.999,
    }),
  "MultiSteps(adam(1e-2), 2)": () => accumulateGradients(adam(1e-2), 2),
  "MultiSteps(sgd(0.1), count + 1, use_grad_mean=False)": () =>
    accumulateGradients(sgd(0.1), (count) => count.add(1), { useGradMean: false }),
  "MultiSteps(sgd(0.1), 2, skip_large_updates(16))": () =>
    accumulateGradients(sgd(0.1), 2, { shouldSkip: skipLargeUpdates(16) }),
  "apply_if_finite(adam(1e-2), 2)": () => applyIfFinite(adam(1e-2), 2),
  "flatten(chain(clip_by_block_rms(1), adam(1e-2)))": () => flatten(chain(clipByBlockRms(1), adam(1e-2))),
};

/** One step of training. */
export const stepOf =
  (optimizer: GradientTransformation) =>
  <P>(params: P, state: unknown, grads: P): readonly [P, unknown] => {
    const [updates, next] = optimizer.update(grads, state, params);
    return [applyUpdates(params, updates), next];
  };

export const tensors = ({ w, b }: { w: readonly number[][]; b: readonly number[] }): Params => ({
  w: np.array(w, { dtype: "float32" }),
  b: np.array(b, { dtype: "float32" }),
});

/** Structure, shapes and dtypes. */
export const specs = (value: unknown): string =>
  `${tree.structureText(tree.structure(value))}\n${tree
    .leavesWithPath(value)
    .map(([path, leaf]) => `${path} ${(leaf as Tensor).dtype}[${(leaf as Tensor).shape.join()}]`)
    .join("\n")}`;
