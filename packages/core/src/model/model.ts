import { random, type Tensor } from "@elegy/autodiff";
import type { GradientTransformation } from "@elegy/optimizers";
import { printLine } from "#terminal";
import { type DataArguments, samplesOf } from "../data/samples.ts";
import type { LossStructure } from "../losses/collect-losses.ts";
import type { MetricStructure } from "../metrics/collect-metrics.ts";
import { type ModuleFunction, moduleOf } from "../modules/function-module.ts";
import type { ModuleCarrier } from "../modules/module.ts";
import { loadModelFolder, saveModelFolder } from "../persistence/model-folder.ts";
import { type FieldsOf, States, type UntypedFields } from "../states/states.ts";
import { formatSummary } from "../summary/format-summary.ts";
import type { SummaryRow } from "../summary/summary-rows.ts";
import type { Callback, LogValues, TrainingProgress } from "../training/callback.ts";
import { withDeviceBatch } from "../training/device-batch.ts";
import { evaluate, type EvaluateOptions } from "../training/evaluate.ts";
import { fit, type FitOptions } from "../training/fit.ts";
import type { History } from "../training/history.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { predict, type PredictOptions } from "../training/predict.ts";
import {
  defaultGradStep,
  defaultPredStep,
  defaultSummaryStep,
  defaultTestStep,
  defaultTrainStep,
  type StepOwner,
} from "./default-steps.ts";
import { type BoundSteps, compiledEntryPoints, type EntryPoints } from "./entry-points.ts";
import { ModelUninitializedError, ModuleMissingError } from "./model-errors.ts";
import { Objective } from "./objective.ts";
import { type BatchArguments, Runtime } from "./runtime.ts";
import { checked } from "./step-contract.ts";
import type {
  GradStep,
  InitInputs,
  PredInputs,
  PredStep,
  StepInputs,
  SummaryInputs,
  TestStep,
  TrainStep,
} from "./steps.ts";

/** What a model is made of; all of it optional where steps are overridden. */
export interface ModelOptions {
  /** A plain function, or anything with `Symbol.for("@elegy/module")`. */
  readonly module?: ModuleFunction | ModuleCarrier;
  /** A loss, a function, or a nested list or object of them. */
  readonly loss?: LossStructure;
  readonly metrics?: MetricStructure;
  readonly optimizer?: GradientTransformation;
  /** Of parameters, dropout and the order of samples: equal seeds give equal runs. Default 42. */
  readonly seed?: number;
  /** Fields that win over freshly initialized ones, such as pretrained parameters. */
  readonly states?: object;
  /** The given `states` are complete: nothing is to be initialized. */
  readonly initialized?: boolean;
  /** Run steps without compiling them, so that a debugger sees values. */
  readonly runEagerly?: boolean;
}

/** What `summary` is given. */
export interface SummaryOptions extends Pick<DataArguments, "x"> {
  /** Print the table. Default `true`. */
  readonly print?: boolean;
}

/** What `init` is given. */
export interface InitOptions extends BatchArguments {
  /** How many samples the parameters are made from. Default 32. */
  readonly batchSize?: number;
}

const OPTIONS = ["module", "loss", "metrics", "optimizer", "seed", "states", "initialized", "runEagerly"];

/**
 * A model: states, and pure steps over them. Every step has a default that calls the next
 * (`trainStep → gradStep → testStep → predStep`), and any of them may be overridden; the rest stays.
 *
 * @typeParam S the types of the fields of `states` that the model sets itself. @typeParam X of the inputs,
 * @typeParam Y of the targets.
 * @example
 * ```ts
 * const linear = (x, { initializing, params }) => {
 *   const w = initializing ? np.zeros([2, 1]) : params;
 *   return outputStates({ preds: np.dot(x, w), params: w });
 * };
 * const model = new Model({
 *   module: linear,
 *   loss: new losses.MeanSquaredError(),
 *   optimizer: optimizers.sgd(0.1),
 * });
 * const x = np.array([[1, 0], [0, 1]], { dtype: "float32" });
 * const history = await model.fit({ x, y: np.array([[1], [2]]), epochs: 3, verbose: 0 });
 * history.history.loss.length; // => 3
 * ```
 */
export class Model<S extends object = UntypedFields, X = Tensor, Y = Tensor> {
  readonly module: ModuleFunction | ModuleCarrier | null;
  readonly optimizer: GradientTransformation | null;
  readonly seed: number;
  /** May be changed at any time. */
  runEagerly: boolean;
  /** What `fit` returned last. */
  history: History | null = null;

  readonly #owner: StepOwner;
  readonly #runtime: Runtime;

  constructor(options: ModelOptions = {}) {
    requireKnownOptions("Model", options, OPTIONS);
    const { module, loss, metrics = [], optimizer, seed = 42, states = {}, runEagerly = false } = options;
    this.module = module ?? null;
    this.optimizer = optimizer ?? null;
    this.seed = seed;
    this.runEagerly = runEagerly;
    this.#owner = {
      name: this.constructor.name,
      module: module === undefined ? null : moduleOf(module),
      objective: loss === undefined ? null : new Objective(loss, metrics),
      optimizer: this.optimizer,
      // The default steps and the loops do not know S: their states are untyped.
      predStep: (inputs) => this.predStep(inputs as never),
      testStep: (inputs) => this.testStep(inputs as never),
      gradStep: (inputs) => this.gradStep(inputs as never),
    };
    this.#runtime = new Runtime({
      seed,
      objective: this.#owner.objective,
      states: new States(states),
      initialized: options.initialized ?? false,
      callbackModel: this,
      runsEagerly: () => this.runEagerly,
      statesStep: () => this.statesStep(),
      jitStep: (steps) => this.jitStep(steps),
      callInitStep: (inputs) => this.callInitStep(inputs as never),
      callPredStep: (inputs) => this.callPredStep(inputs as never),
      callTestStep: (inputs) => this.callTestStep(inputs as never),
      callTrainStep: (inputs) => this.callTrainStep(inputs as never),
    });
  }

  /** What the last step returned. Their buffers go to the next step: copy what is to outlive it. */
  get states(): States<FieldsOf<S>> {
    return this.#runtime.states as never;
  }

  set states(states: States<FieldsOf<S>>) {
    this.#runtime.states = states;
  }

  /** Whether there are parameters. */
  get initialized(): boolean {
    return this.#runtime.initialized;
  }

  /** Set to `true`, training ends after the running batch. `fit` begins with `false`. */
  get stopTraining(): boolean {
    return this.#runtime.run.stopTraining;
  }

  set stopTraining(stop: boolean) {
    this.#runtime.run.stopTraining = stop;
  }

  /** The callbacks of the running `fit`, in the order they are called. */
  get callbacks(): readonly Callback[] {
    return this.#runtime.run.callbacks;
  }

  /** Where the running `fit` stands; `null` outside of it. */
  get progress(): TrainingProgress | null {
    return this.#runtime.run.progress;
  }

  // Steps: pure functions of tensors. Override any of them.

  /** The fields the states begin with, where the user gave none. */
  statesStep(): States {
    return new States({
      rng: random.key(this.seed),
      netParams: null,
      netStates: null,
      metricsStates: null,
      optimizerStates: null,
    });
  }

  /** Makes all states. Default: `trainStep` with `initializing: true`. */
  initStep(inputs: InitInputs<S, X, Y>): States<FieldsOf<S>> {
    const result = this.trainStep({ ...inputs, initializing: true, training: true });
    const [, states] = checked("trainStep", result, inputs.states as never);
    return states;
  }

  /**
   * Predictions for a batch. Default: the module.
   *
   * @throws ModuleMissingError without a module.
   */
  predStep(inputs: PredInputs<S, X>): PredStep<S> {
    return defaultPredStep(this.#owner, inputs) as never;
  }

  /** The loss of a batch. Default: `predStep`, losses, metrics. */
  testStep(inputs: StepInputs<S, X, Y>): TestStep<S> {
    return defaultTestStep(this.#owner, inputs) as never;
  }

  /** The loss of a batch and its gradient by `states.netParams`. Default: `valueAndGrad` over `testStep`. */
  gradStep(inputs: StepInputs<S, X, Y>): GradStep<S> {
    return defaultGradStep(this.#owner, inputs) as never;
  }

  /**
   * One step of training. Default: `gradStep`, then the optimizer.
   *
   * @throws OptimizerMissingError without an optimizer.
   */
  trainStep(inputs: StepInputs<S, X, Y>): TrainStep<S> {
    return defaultTrainStep(this.#owner, inputs) as never;
  }

  /** The rows of the summary. Default: what `predStep` takes, keeps and gives, computed as shapes only. */
  summaryStep(inputs: SummaryInputs<S, X>): readonly SummaryRow[] {
    return defaultSummaryStep(this.#owner, inputs);
  }

  // Entry points: each is compiled as one program. Override one to change it alone.

  /** What `init` calls. */
  callInitStep(inputs: InitInputs<S, X, Y>): States<FieldsOf<S>> {
    return this.initStep(inputs);
  }

  /** What `predict` calls. */
  callPredStep(inputs: PredInputs<S, X>): PredStep<S> {
    return this.predStep(inputs);
  }

  /** What `evaluate` calls. */
  callTestStep(inputs: StepInputs<S, X, Y>): TestStep<S> {
    return this.testStep(inputs);
  }

  /** What `fit` calls. */
  callTrainStep(inputs: StepInputs<S, X, Y>): TrainStep<S> {
    return this.trainStep(inputs);
  }

  /** What `summary` calls. */
  callSummaryStep(inputs: SummaryInputs<S, X>): readonly SummaryRow[] {
    return this.summaryStep(inputs);
  }

  /** Compiles the entry points; called once, unless `runEagerly`. Override it to compile in another way. */
  jitStep(steps: BoundSteps): EntryPoints {
    return compiledEntryPoints(steps);
  }

  // Whole passes over data.

  /**
   * Trains: for each epoch, one step per batch, then validation.
   *
   * @returns the logs of every epoch; the same as `model.history`.
   * @throws CallbackFailedError, and whatever the data, losses and steps complain of.
   */
  async fit(options: FitOptions): Promise<History> {
    this.history = await fit(this.#runtime, options);
    return this.history;
  }

  /** Losses and metrics over all samples, weighted by samples. */
  evaluate(options: EvaluateOptions): Promise<LogValues> {
    return evaluate(this.#runtime, options);
  }

  /**
   * Predictions for all samples: what `predStep` gives, its batches joined along the first axis.
   *
   * @throws ModuleMissingError without module and own `predStep`; ModelUninitializedError before `fit` or `init`.
   */
  async predict(options: PredictOptions): Promise<Tensor> {
    if (options.initialize === true) this.#requirePredStep();
    else this.#requirePredictions("predict");
    // A model with several predictions gives a tree of tensors.
    return (await predict(this.#runtime, options)) as Tensor;
  }

  /** Makes parameters for data like the given, from its first batch; does nothing if there are some. */
  async init({ batchSize = 32, ...options }: InitOptions): Promise<void> {
    const most = requireCount("init", "batchSize", batchSize, 1);
    await this.#runtime.onBatch("init", options, (batch) => this.#runtime.initialize(batch), most);
  }

  /**
   * Describes inputs, parameters and outputs without computing them, and prints the table.
   *
   * @returns the rows.
   * @throws ModuleMissingError without module and own `predStep`.
   */
  async summary(options: SummaryOptions): Promise<readonly SummaryRow[]> {
    requireKnownOptions("summary", options, ["x", "print"]);
    const { x, print = true } = options;
    const samples = await samplesOf("summary", { x });
    const states = this.states.maybeUpdate(this.statesStep());
    const rows = withDeviceBatch(samples, null, (batch) =>
      this.callSummaryStep({ x: batch.x, states } as never),
    );
    if (print) printLine(formatSummary(rows, this.#owner.name));
    return rows;
  }

  // One batch.

  /** As `init`, from all the samples given. */
  async initOnBatch(options: BatchArguments): Promise<void> {
    await this.#runtime.onBatch("initOnBatch", options, (batch) => this.#runtime.initialize(batch));
  }

  /** Predictions for one batch. */
  async predictOnBatch(options: Pick<BatchArguments, "x">): Promise<Tensor> {
    requireKnownOptions("predictOnBatch", options, ["x"]);
    this.#requirePredictions("predictOnBatch");
    return this.#runtime.onBatch("predictOnBatch", options, ({ x }) => this.#runtime.predict(x) as Tensor);
  }

  /** Logs of one batch, without training; running metrics go on. */
  testOnBatch(options: BatchArguments): Promise<LogValues> {
    return this.#runtime.stepOnBatch("testOnBatch", options);
  }

  /** One step of training and its logs; running metrics go on. */
  trainOnBatch(options: BatchArguments): Promise<LogValues> {
    return this.#runtime.stepOnBatch("trainOnBatch", options);
  }

  // States.

  /** Back to the states after initialization. */
  reset(): void {
    this.#runtime.reset();
  }

  /** Running losses and metrics back to nothing. */
  resetMetrics(): void {
    this.#runtime.resetMetrics();
  }

  /**
   * Writes the states to a folder: `model.json` and `states.safetensors`. Data only, never code.
   *
   * @param path of the folder; in browsers within the origin's private file system.
   * @throws FolderOccupiedError if the folder holds anything but a model.
   */
  async save(path: string): Promise<void> {
    await saveModelFolder(path, this.states, { name: this.#owner.name });
  }

  /**
   * Takes the states of a folder that `save` wrote; if that fails, the model keeps its own.
   *
   * @throws ModelFolderInvalidError for a damaged or foreign folder.
   * @throws StatesMismatchError if the model is initialized and has states of other structure, shapes or dtypes.
   */
  async load(path: string): Promise<void> {
    const { states } = await loadModelFolder(path);
    this.#runtime.restore(states);
  }

  #requirePredStep(): void {
    const overridden =
      this.predStep !== Model.prototype.predStep || this.callPredStep !== Model.prototype.callPredStep;
    if (this.#owner.module === null && !overridden) throw new ModuleMissingError(this.#owner.name);
  }

  #requirePredictions(operation: string): void {
    this.#requirePredStep();
    if (!this.initialized) throw new ModelUninitializedError(operation);
  }
}
