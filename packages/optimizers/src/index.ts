export { applyUpdates } from "./apply-updates.ts";
export type { LearningRateState, ScaleByScheduleState } from "./by-learning-rate.ts";
export type { EmptyState, GradientTransformation } from "./gradient-transformation.ts";
export { adabelief, type AdabeliefOptions } from "./optimizers/adabelief.ts";
export { adadelta, type AdadeltaOptions } from "./optimizers/adadelta.ts";
export { adafactor, type AdafactorOptions } from "./optimizers/adafactor.ts";
export { adagrad, type AdagradOptions } from "./optimizers/adagrad.ts";
export { adam, type AdamOptions } from "./optimizers/adam.ts";
export { adamax, type AdamaxOptions } from "./optimizers/adamax.ts";
export { adamaxw, type AdamaxwOptions } from "./optimizers/adamaxw.ts";
export { adamw, type AdamwOptions } from "./optimizers/adamw.ts";
export { amsgrad, type AmsgradOptions } from "./optimizers/amsgrad.ts";
export { fromage, type FromageOptions } from "./optimizers/fromage.ts";
export { lamb, type LambOptions } from "./optimizers/lamb.ts";
export { lars, type LarsOptions } from "./optimizers/lars.ts";
export { lion, type LionOptions } from "./optimizers/lion.ts";
export { nadam, type NadamOptions } from "./optimizers/nadam.ts";
export { nadamw, type NadamwOptions } from "./optimizers/nadamw.ts";
export { noisySgd, type NoisySgdOptions } from "./optimizers/noisy-sgd.ts";
export { novograd, type NovogradOptions } from "./optimizers/novograd.ts";
export {
  optimisticGradientDescent,
  type OptimisticGradientDescentOptions,
} from "./optimizers/optimistic-gradient-descent.ts";
export { radam, type RadamOptions } from "./optimizers/radam.ts";
export { rmsprop, type RmspropOptions } from "./optimizers/rmsprop.ts";
export { rprop, type RpropOptions } from "./optimizers/rprop.ts";
export { type MomentumOptions, sgd, type SgdOptions } from "./optimizers/sgd.ts";
export { signSgd } from "./optimizers/sign-sgd.ts";
export { sm3, type Sm3Options } from "./optimizers/sm3.ts";
export { yogi, type YogiOptions } from "./optimizers/yogi.ts";
export type { BoundariesAndScales } from "./schedules/boundaries-and-scales.ts";
export { constantSchedule } from "./schedules/constant-schedule.ts";
export { type CosineDecayOptions, cosineDecaySchedule } from "./schedules/cosine-decay-schedule.ts";
export { type CyclicOptions, cyclicSchedule } from "./schedules/cyclic-schedule.ts";
export { exponentialDecay, type ExponentialDecayOptions } from "./schedules/exponential-decay.ts";
export { type InverseSqrtOptions, inverseSqrtSchedule } from "./schedules/inverse-sqrt-schedule.ts";
export { joinSchedules } from "./schedules/join-schedules.ts";
export { linearSchedule } from "./schedules/linear-schedule.ts";
export {
  type CosineOnecycleOptions,
  cosineOnecycleSchedule,
  type LinearOnecycleOptions,
  linearOnecycleSchedule,
} from "./schedules/onecycle-schedules.ts";
export { perEpoch } from "./schedules/per-epoch.ts";
export { piecewiseConstantSchedule } from "./schedules/piecewise-constant-schedule.ts";
export {
  type Interpolation,
  piecewiseInterpolateSchedule,
} from "./schedules/piecewise-interpolate-schedule.ts";
export { polynomialSchedule, type TransitionOptions } from "./schedules/polynomial-schedule.ts";
export type { NamedSchedule, ScalarOrSchedule, Schedule } from "./schedules/schedule.ts";
export { type SgdrCycle, sgdrSchedule } from "./schedules/sgdr-schedule.ts";
export { warmupConstantSchedule } from "./schedules/warmup-constant-schedule.ts";
export {
  type WarmupCosineDecayOptions,
  warmupCosineDecaySchedule,
} from "./schedules/warmup-cosine-decay-schedule.ts";
export { warmupExponentialDecaySchedule } from "./schedules/warmup-exponential-decay-schedule.ts";
export { adaptiveGradClip } from "./transformations/adaptive-grad-clip.ts";
export { addDecayedWeights } from "./transformations/add-decayed-weights.ts";
export { addNoise, type AddNoiseState } from "./transformations/add-noise.ts";
export { applyEvery, type ApplyEveryState } from "./transformations/apply-every.ts";
export { centralize } from "./transformations/centralize.ts";
export { clipByBlockRms } from "./transformations/clip-by-block-rms.ts";
export { clipByGlobalNorm } from "./transformations/clip-by-global-norm.ts";
export { clip } from "./transformations/clip.ts";
export { ema, type EmaOptions, type EmaState } from "./transformations/ema.ts";
export { identity } from "./transformations/identity.ts";
export { keepParamsNonnegative } from "./transformations/keep-params-nonnegative.ts";
export {
  normalizeByUpdateNorm,
  type NormalizeByUpdateNormOptions,
} from "./transformations/normalize-by-update-norm.ts";
export type { ScaleByRmsOptions } from "./transformations/root-mean-square.ts";
export {
  scaleByAdadelta,
  type ScaleByAdadeltaOptions,
  type ScaleByAdadeltaState,
} from "./transformations/scale-by-adadelta.ts";
export {
  scaleByAdam,
  type ScaleByAdamOptions,
  type ScaleByAdamState,
} from "./transformations/scale-by-adam.ts";
export { scaleByAdamax, type ScaleByAdamaxOptions } from "./transformations/scale-by-adamax.ts";
export {
  scaleByAmsgrad,
  type ScaleByAmsgradOptions,
  type ScaleByAmsgradState,
} from "./transformations/scale-by-amsgrad.ts";
export { scaleByBelief, type ScaleByBeliefOptions } from "./transformations/scale-by-belief.ts";
export {
  scaleByFactoredRms,
  type ScaleByFactoredRmsOptions,
  type ScaleByFactoredRmsState,
} from "./transformations/scale-by-factored-rms.ts";
export { scaleByLearningRate } from "./transformations/scale-by-learning-rate.ts";
export {
  scaleByLion,
  type ScaleByLionOptions,
  type ScaleByLionState,
} from "./transformations/scale-by-lion.ts";
export { scaleByNovograd, type ScaleByNovogradOptions } from "./transformations/scale-by-novograd.ts";
export {
  scaleByOptimisticGradient,
  type ScaleByOptimisticGradientOptions,
  type ScaleByOptimisticGradientState,
} from "./transformations/scale-by-optimistic-gradient.ts";
export { scaleByParamBlockNorm } from "./transformations/scale-by-param-block-norm.ts";
export { scaleByParamBlockRms } from "./transformations/scale-by-param-block-rms.ts";
export { scaleByRadam, type ScaleByRadamOptions } from "./transformations/scale-by-radam.ts";
export { scaleByRms, type ScaleByRmsState } from "./transformations/scale-by-rms.ts";
export {
  scaleByRprop,
  type ScaleByRpropOptions,
  type ScaleByRpropState,
} from "./transformations/scale-by-rprop.ts";
export { scaleByRss, type ScaleByRssOptions, type ScaleByRssState } from "./transformations/scale-by-rss.ts";
export { scaleBySchedule } from "./transformations/scale-by-schedule.ts";
export { scaleBySign } from "./transformations/scale-by-sign.ts";
export { scaleBySm3, type ScaleBySm3Options, type ScaleBySm3State } from "./transformations/scale-by-sm3.ts";
export { scaleByStddev, type ScaleByStddevState } from "./transformations/scale-by-stddev.ts";
export { scaleByTrustRatio, type ScaleByTrustRatioOptions } from "./transformations/scale-by-trust-ratio.ts";
export { scaleByYogi, type ScaleByYogiOptions } from "./transformations/scale-by-yogi.ts";
export { scale } from "./transformations/scale.ts";
export { setToZero } from "./transformations/set-to-zero.ts";
export { trace, type TraceOptions, type TraceState } from "./transformations/trace.ts";
export { zeroNans, type ZeroNansState } from "./transformations/zero-nans.ts";
export {
  accumulateGradients,
  type AccumulateGradientsOptions,
  type AccumulateGradientsState,
} from "./wrappers/accumulate-gradients.ts";
export { applyIfFinite, type ApplyIfFiniteState } from "./wrappers/apply-if-finite.ts";
export { chain } from "./wrappers/chain.ts";
export {
  averagedParams,
  emaOfParams,
  type EmaOfParamsOptions,
  type EmaOfParamsState,
} from "./wrappers/ema-of-params.ts";
export { flatten, type FlattenState } from "./wrappers/flatten.ts";
export { freeze } from "./wrappers/freeze.ts";
export { injectHyperparams, type InjectHyperparamsState } from "./wrappers/inject-hyperparams.ts";
export {
  lookahead,
  type LookaheadOptions,
  type LookaheadParams,
  lookaheadParams,
  type LookaheadState,
} from "./wrappers/lookahead.ts";
export { masked, type MaskedState } from "./wrappers/masked.ts";
export { multiTransform, type MultiTransformState } from "./wrappers/multi-transform.ts";
export { namedChain } from "./wrappers/named-chain.ts";
export type { Mask } from "./wrappers/select-leaves.ts";
export { type ShouldSkip, skipLargeUpdates, skipNotFinite } from "./wrappers/skip-updates.ts";
export { globalNorm } from "./trees/norms.ts";
export type { DecoupledOptions } from "./options/decoupled-decay.ts";
export type { Hyperparameter } from "./options/hyperparameter.ts";
