import { type ModuleCarrier, scope, type Tensor } from "@elegy/autodiff";
import * as random from "@elegy/autodiff/random";
import type { Backend, ProgramMemory } from "@elegy/autodiff/spi";
import type { GradientTransformation } from "@elegy/optimizers";
import { type ModuleFunction, moduleOf } from "../modules/function-module.ts";
import type { LoadReport } from "../persistence/load-report.ts";
import type { LoadWeightsOptions } from "../persistence/read-weights.ts";
import { saveStates } from "../persistence/save-states.ts";
import { type FieldsOf, States, type UntypedFields } from "../states/states.ts";
import { summarize } from "../summary/summarize.ts";
import type { SummaryRow } from "../summary/summary-rows.ts";
import type { Callback, LogValues, TrainingProgress } from "../training/callback.ts";
import { evaluate, type EvaluateOptions } from "../training/evaluate.ts";
import { fit, type FitOptions } from "../training/fit.ts";
import type { History } from "../training/history.ts";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { predict, type PredictOptions } from "../training/predict.ts";
import { onAverages, requireAveraged } from "./averages.ts";
import {
  defaultGradStep,
  defaultPredStep,
  defaultTestStep,
  defaultTrainStep,
  type StepOwner,
} from "./default-steps.ts";
import { defaultSummaryStep } from "./default-summary-step.ts";
import { type BoundSteps, compiledEntryPoints, type EntryPoints } from "./entry-points.ts";
import { FrozenParameters } from "./frozen-parameters.ts";
import { type InitOptions, MODEL_OPTIONS, type ModelOptions, type SummaryOptions } from "./model-options.ts";
import { ModelUninitializedError, ModuleMissingError } from "./model-errors.ts";
import { Objective } from "./objective.ts";
import { type BatchArguments, Runtime } from "./runtime.ts";
import { checked } from "./step-contract.ts";
import type { MemoryAnalysisOptions } from "./step-memory.ts";
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
 * const model = new Model({ module: linear, loss: new losses.MeanSquaredError(), optimizer: optimizers.sgd(0.1) });
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
    requireKnownOptions("Model", options, Object.keys(MODEL_OPTIONS));
    const { module, loss, metrics = [], optimizer, seed = 42, states = {}, runEagerly = false } = options;
    this.module = module ?? null;
    this.optimizer = optimizer ?? null;
    this.seed = seed;
    this.runEagerly = runEagerly;
    this.#owner = {
      name: this.constructor.name,
      module: module === undefined ? null : moduleOf(module),
      predicts: () => this.#predicts(),
      objective: new Objective(loss, metrics),
      optimizer: this.optimizer,
      frozen: options.frozen === undefined ? null : new FrozenParameters(options.frozen),
      averageParams: options.averageParams ?? null,
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
    const [, states] = checked("trainStep", result, inputs.states as never, true);
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

  /** What `predict` calls: `predStep`, with the averages of the parameters where there are some. */
  callPredStep(inputs: PredInputs<S, X>): PredStep<S> {
    return onAverages(inputs.states as never, (states) =>
      this.predStep({ ...inputs, states: states as never }),
    );
  }

  /** What `evaluate` calls: `testStep`, with the averages of the parameters where there are some. */
  callTestStep(inputs: StepInputs<S, X, Y>): TestStep<S> {
    return onAverages(inputs.states as never, (states) =>
      this.testStep({ ...inputs, states: states as never }),
    );
  }

  /** What `fit` calls. */
  callTrainStep(inputs: StepInputs<S, X, Y>): TrainStep<S> {
    const result = this.trainStep(inputs);
    if (this.#owner.averageParams) requireAveraged(inputs.states, result);
    return result;
  }

  /** What `summary` calls. */
  callSummaryStep(inputs: SummaryInputs<S, X>): readonly SummaryRow[] {
    return this.summaryStep(inputs);
  }

  /** Compiles the entry points; called once, unless `runEagerly`. Override it to compile in another way. */
  jitStep(steps: BoundSteps): EntryPoints {
    return compiledEntryPoints(steps);
  }

  /** The program of one step of training, as text to look at; `null` before the first `fit`. */
  trainStepText(): string | null {
    return this.#runtime.trainStepText();
  }

  /**
   * How many bytes one step needs, arguments and all, for a batch of samples like those given: compiled, but not run.
   *
   * @returns `null` if steps run eagerly, or the backend does not plan memory.
   * @throws ModelUninitializedError before `fit` or `init`.
   */
  async memoryAnalysis(options: MemoryAnalysisOptions): Promise<ProgramMemory | null> {
    const { stepMemory } = await import("../loaded-later.ts");
    return stepMemory(this.#runtime, options);
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
    this.#requirePredictions("predict", options.initialize !== true);
    // A model with several predictions gives a tree of tensors.
    return (await predict(this.#runtime, options)) as Tensor;
  }

  /** Makes parameters for data like the given, from its first batch; does nothing if there are some. */
  async init({ batchSize = 32, ...options }: InitOptions): Promise<void> {
    const most = requireCount("init", "batchSize", batchSize, 1);
    await this.#runtime.onBatch("init", options, (batch) => this.#runtime.initialize(batch), most);
  }

  /**
   * Describes inputs, layers or parameters, and outputs without computing them, and prints the table. A model that makes
   * no predictions has inputs and parameters only.
   *
   * @returns the rows.
   * @throws ModelUninitializedError if there are neither predictions to describe nor parameters.
   */
  summary(options: SummaryOptions): Promise<readonly SummaryRow[]> {
    return summarize(this.#owner.name, options, ({ x }) =>
      scope(() => this.callSummaryStep({ x, states: this.states.maybeUpdate(this.statesStep()) } as never)),
    );
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
    const runtime = this.#runtime;
    return runtime.onBatch("predictOnBatch", options, ({ x }) => runtime.predictOnBatch(x) as Tensor);
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

  /**
   * Moves the states to a backend, and what `reset` goes back to; `setBackend` then lets the model go on there.
   *
   * @throws DTypeUnsupportedError where the backend has not the dtype of a state; the model stays where it is.
   */
  async to(backend: Backend): Promise<void> {
    await this.#runtime.moveTo(backend);
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
    await saveStates(this.states, path, { name: this.#owner.name });
  }

  /**
   * Takes the states of a folder that `save` wrote; if that fails, the model keeps its own.
   *
   * @throws ModelFolderInvalidError for a damaged or foreign folder.
   * @throws StatesMismatchError if the model is initialized and has states of other structure, shapes or dtypes.
   */
  load(path: string): Promise<void>;
  /**
   * Takes the tensors of a saved model that have the names, shapes and dtypes of the model's own.
   *
   * @returns what was taken, and what was not.
   * @throws ModelUninitializedError before `fit` or `init`: there is nothing to compare with.
   */
  load(path: string, options: { readonly partial: true }): Promise<LoadReport>;
  async load(path: string, options: { readonly partial?: boolean } = {}): Promise<LoadReport | void> {
    requireKnownOptions("load", options, ["partial"]);
    const { loadFittingStates, loadStates } = await import("../loaded-later.ts");
    return (options.partial ? loadFittingStates : loadStates)(this.#runtime, path);
  }

  /**
   * Takes weights from a safetensors file, such as Python writes.
   *
   * @param source the path of the file (in browsers within the origin's private file system), or its bytes.
   * @returns what was taken; with `partial`, what was not, too.
   * @throws SafetensorsFormatError for a damaged or foreign file.
   * @throws StatesMismatchError unless `partial`, if the file lacks tensors of the fields it has, or has others.
   * @throws ModelUninitializedError before `fit` or `init`.
   */
  async loadWeights(source: string | Uint8Array, options: LoadWeightsOptions = {}): Promise<LoadReport> {
    const { loadWeights } = await import("../loaded-later.ts");
    return loadWeights(this.#runtime, source, options);
  }

  #predicts(): boolean {
    return this.module !== null || this.predStep !== Model.prototype.predStep;
  }

  #requirePredictions(operation: string, initialized = true): void {
    if (!this.#predicts() && this.callPredStep === Model.prototype.callPredStep) {
      throw new ModuleMissingError(this.#owner.name);
    }
    if (initialized && !this.initialized) throw new ModelUninitializedError(operation);
  }
}
