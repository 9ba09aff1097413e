import {
  ArgumentInvalidError,
  devicePut,
  evalShape,
  getBackend,
  jit,
  makeGraph,
  scope,
  ShapeDtypeStruct,
  type Tensor,
} from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";
import type { Backend } from "@elegy/autodiff/spi";
import { type DataArguments, firstSamples, type Samples, samplesOf } from "../data/samples.ts";
import type { Logs } from "../logs/cumulative.ts";
import { emptyTotals, type EpochTotals, readLogs } from "../logs/epoch-totals.ts";
import type { States, UntypedFields } from "../states/states.ts";
import type { CallbackModel, LogValues } from "../training/callback.ts";
import { disposeTree, withDeviceBatch } from "../training/device-batch.ts";
import { requireKnownOptions } from "../training/options.ts";
import type { ClassWeight, Trainable } from "../training/trainable.ts";
import { TrainingRun } from "../training/training-run.ts";
import { type Batch, type BoundSteps, eagerEntryPoints, type EntryPoints } from "./entry-points.ts";
import type { Objective } from "./objective.ts";
import { requireUsable } from "./require-usable.ts";
import { checked, checkedStates } from "./step-contract.ts";
import type { InitInputs, PredInputs, PredStep, StepInputs, TestStep, TrainStep } from "./steps.ts";

/** One batch, and how to weigh it. */
export interface BatchArguments extends DataArguments {
  readonly classWeight?: ClassWeight | undefined;
}

type Inputs = StepInputs<UntypedFields, unknown, unknown>;

/** What the runtime needs of a model. */
export interface RuntimeParts {
  readonly seed: number;
  readonly objective: Objective;
  readonly states: States;
  readonly initialized: boolean;
  readonly callbackModel: CallbackModel;
  runsEagerly(): boolean;
  statesStep(): States;
  jitStep(steps: BoundSteps): EntryPoints;
  callInitStep(inputs: InitInputs<UntypedFields, unknown, unknown>): States;
  callPredStep(inputs: PredInputs<UntypedFields, unknown>): PredStep;
  callTestStep(inputs: Inputs): TestStep;
  callTrainStep(inputs: Inputs): TrainStep;
}

/** Keeps the states of a model and runs its steps on them. */
export class Runtime implements Trainable {
  readonly seed: number;
  states: States;
  initialized: boolean;
  readonly run: TrainingRun = new TrainingRun();
  readonly callbackModel: CallbackModel;
  #initialStates: States;
  /** Where the initial states live. */
  #home: Backend | null = null;
  #complete = false;
  #compiled: EntryPoints | null = null;
  /** What the batches of the last `fit` look like. */
  #trainBatch: unknown = null;
  readonly #parts: RuntimeParts;
  readonly #steps: BoundSteps;

  constructor(parts: RuntimeParts) {
    this.seed = parts.seed;
    this.states = parts.states;
    this.initialized = parts.initialized;
    this.#initialStates = parts.states;
    this.callbackModel = parts.callbackModel;
    this.#parts = parts;
    this.#steps = boundSteps(parts);
  }

  entryPoints(): EntryPoints {
    if (this.initialized) this.#completeStates();
    if (this.#parts.runsEagerly()) return eagerEntryPoints(this.#steps);
    this.#compiled ??= this.#parts.jitStep(this.#steps);
    return this.#compiled;
  }

  /** `null` where steps run eagerly. */
  compiledEntryPoints(): EntryPoints | null {
    return this.#parts.runsEagerly() ? null : this.entryPoints();
  }

  initialize(batch: Batch): void {
    if (this.initialized) return this.#completeStates();
    const given = this.states;
    const fresh = this.entryPoints().init(batch, given.maybeUpdate(this.#parts.statesStep()));
    // Fields that the user gave win over fresh ones, but for a key that has been used.
    const kept = [...given].filter(([field, value]) => field !== "rng" && (value ?? null) !== null);
    this.#begin(fresh.update(copied(Object.fromEntries(kept))));
    this.initialized = true;
  }

  /** States that the user calls initialized get the fields every model has: now that there is a backend. */
  #completeStates(): void {
    if (!this.#complete) this.#begin(copied(this.states).maybeUpdate(this.#parts.statesStep()));
  }

  /** From here on the buffers of the states go from step to step: they belong to the model alone. */
  #begin(own: States): void {
    const before = this.#initialStates;
    this.states = own;
    this.#initialStates = scope(() => copied(this.#withoutCounts(own)));
    if (this.#complete) disposeTree(before);
    this.#home = getBackend();
    this.#complete = true;
  }

  /** Given states may have counted other data. What the user's own steps keep is the user's to begin. */
  #withoutCounts(states: States): States {
    const { objective } = this.#parts;
    if (!hasMetrics(states)) return states;
    const metricsStates = objective.reset();
    const text = (part: unknown): string => tree.structureText(tree.structure(part));
    return text(metricsStates) === text(states["metricsStates"]) ? states.update({ metricsStates }) : states;
  }

  requireStates(operation: string): void {
    requireUsable(operation, this.states, getBackend());
  }

  async restartMetrics(operation: string): Promise<void> {
    const backend = getBackend();
    this.requireStates(operation);
    if (this.#complete && this.#home !== backend) {
      const before = this.#initialStates;
      // What was on a device that is lost is lost: then a reset goes back to where the model goes on.
      this.#initialStates = await before.to(backend).catch(() => copied(this.#withoutCounts(this.states)));
      this.#home = backend;
      disposeTree(before);
    }
    this.resetMetrics();
  }

  /** Moves the states, and what a reset goes back to. If it fails, all stay where they are. */
  async moveTo(backend: Backend): Promise<void> {
    const before = [this.states, this.#initialStates] as const;
    const [states, initial] = await devicePut(before, backend);
    this.states = states;
    this.#initialStates = initial;
    this.#home = backend;
    if (this.#complete) disposeTree(before);
  }

  reset(): void {
    this.states = this.#complete ? copied(this.#initialStates) : this.#initialStates;
  }

  /** Takes saved states for its own; they are also what `reset` goes back to. */
  restore(saved: States): void {
    this.#begin(scope(() => saved.maybeUpdate(this.#parts.statesStep())));
    this.initialized = true;
  }

  resetMetrics(): void {
    if (!hasMetrics(this.#initialStates)) return;
    const stale: unknown = this.states["metricsStates"];
    const metricsStates: unknown = copied(this.#initialStates["metricsStates"]);
    this.states = this.states.update({ metricsStates });
    disposeTree(stale);
  }

  /** The program of one step of training as text; `null` before the first `fit`. */
  trainStepText(): string | null {
    const batch = this.#trainBatch;
    if (batch === null) return null;
    return scope(() => {
      const zeros = tree.map(({ shape, dtype }: ShapeDtypeStruct) => np.zeros(shape, { dtype }), batch);
      const step = (states: States, inputs: Batch): unknown => this.#steps.train(inputs, states);
      return makeGraph(step)(this.states, zeros as unknown as Batch).toString();
    });
  }

  noTotals(step: "train" | "test", batch: Batch): () => EpochTotals {
    if (step === "train")
      this.#trainBatch = tree.map(({ spec }: Tensor) => new ShapeDtypeStruct(spec), batch);
    return this.totalsOf(step, batch);
  }

  /** As `noTotals`, of a batch that nobody is going to train with. */
  totalsOf(step: "train" | "test", batch: Batch): () => EpochTotals {
    // Eager steps are given values only: their totals begin with the first batch.
    if (this.#parts.runsEagerly()) return () => ({});
    const logs = evalShape(
      (states: States, inputs: Batch) => this.#steps[step](inputs, states)[0],
      this.states,
      batch,
    );
    return () => emptyTotals(logs);
  }

  targetsCheck(batch: Batch): (samples: Samples) => void {
    const { objective } = this.#parts;
    if (!objective.checksTargets) return () => {};
    const predict = (x: unknown, states: States): unknown => this.#steps.pred(x, states)[0];
    const yPred: unknown = this.#parts.runsEagerly()
      ? scope(() => tree.map(({ spec }: Tensor) => new ShapeDtypeStruct(spec), predict(batch.x, this.states)))
      : evalShape(predict, batch.x, this.states);
    return ({ y }) => objective.checkTargets(y, yPred);
  }

  classWeights(weights: ClassWeight | undefined): Tensor | null {
    return weights === undefined ? null : classWeightTensor(weights);
  }

  predictOnBatch(x: unknown): unknown {
    this.requireStates("predictOnBatch");
    const [yPred, states] = this.entryPoints().pred(this.states, x);
    this.states = states;
    return yPred;
  }

  /** Runs something on one batch, of at most so many samples, and frees the batch. */
  async onBatch<R>(
    operation: string,
    options: BatchArguments,
    run: (batch: Batch, samples: Samples) => R,
    most: number = Infinity,
  ): Promise<R> {
    requireKnownOptions(operation, options, ["x", "y", "sampleWeight", "classWeight"]);
    const samples = firstSamples(await samplesOf(operation, options), most);
    const classWeight = this.classWeights(options.classWeight);
    try {
      return withDeviceBatch(samples, classWeight, (batch) => run(batch, samples));
    } finally {
      classWeight?.dispose();
    }
  }

  /** One step on one batch, and its logs. */
  async stepOnBatch(operation: "testOnBatch" | "trainOnBatch", options: BatchArguments): Promise<LogValues> {
    const logs = await this.onBatch(operation, options, (batch, samples): Logs => {
      this.initialize(batch);
      this.requireStates(operation);
      this.targetsCheck(batch)(samples);
      const { testOne, trainOne } = this.entryPoints();
      const [values, states] = (operation === "testOnBatch" ? testOne : trainOne)(this.states, batch);
      this.states = states;
      return values;
    });
    const values = await readLogs(logs);
    disposeTree(logs);
    return values;
  }
}

/** The entry points of a model with what they always pass, and their results checked. */
function boundSteps(parts: RuntimeParts): BoundSteps {
  const initializing = false;
  return {
    init: (batch, states) => checkedStates("initStep", parts.callInitStep({ ...batch, states }), states),
    pred: (x, states) =>
      checked("predStep", parts.callPredStep({ x, states, initializing, training: false }), states),
    test(batch, states) {
      const result = parts.callTestStep({ ...batch, states, initializing, training: false });
      const [, logs, next] = checked("testStep", result, states);
      return [logs, next];
    },
    train: (batch, states) =>
      checked("trainStep", parts.callTrainStep({ ...batch, states, initializing, training: true }), states),
  };
}

/** An overridden `statesStep` may leave the field out. */
function hasMetrics(states: States): boolean {
  return states.fields().includes("metricsStates");
}

/** The same values in buffers of their own. */
const copied: <T>(values: T) => T = jit((values) => values, { name: "copy" }) as never;

/** A weight for each class up to the largest label named; classes in between count once. */
function classWeightTensor(weights: ClassWeight): Tensor {
  const entries = Object.entries(weights).map(([label, weight]) => [Number(label), weight] as const);
  const wrong = entries.find(
    ([label, weight]) => !Number.isInteger(label) || label < 0 || !Number.isFinite(weight),
  );
  if (wrong !== undefined || entries.length === 0) {
    throw new ArgumentInvalidError({
      operation: "fit",
      problem: "classWeight does not give a weight for each class",
      expected: "{ 0: 1, 1: 2.5, … } or [1, 2.5, …]",
      received: wrong === undefined ? "no class" : `${wrong[0]}: ${wrong[1]}`,
    });
  }
  const table = new Float32Array(Math.max(...entries.map(([label]) => label)) + 1).fill(1);
  for (const [label, weight] of entries) table[label] = weight;
  return np.array(table);
}
