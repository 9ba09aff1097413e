import { ArgumentInvalidError, memoryAnalysis, ShapeDtypeStruct, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import type { ProgramMemory } from "@elegy/autodiff/spi";
import { disposeTree } from "../training/device-batch.ts";
import { optionalCount, requireKnownOptions } from "../training/options.ts";
import type { Batch } from "./entry-points.ts";
import { ModelUninitializedError } from "./model-errors.ts";
import type { BatchArguments, Runtime } from "./runtime.ts";

// `Model` imports this file when it is asked: a page that only trains does without.

type Step = "train" | "test" | "predict";

/** What `memoryAnalysis` is given: samples that show what a batch is like, a single one will do. */
export interface MemoryAnalysisOptions extends BatchArguments {
  /** Samples in a batch; more than are given, too. Default: as many as are given. */
  readonly batchSize?: number;
  /** The step of `fit`, of `evaluate` or of `predict`. Default `"train"`. */
  readonly step?: Step;
}

const STEPS: readonly Step[] = ["train", "test", "predict"];

/** What one step of a model needs: see `Model.memoryAnalysis`. */
export async function stepMemory(
  runtime: Runtime,
  { batchSize, step = "train", ...data }: MemoryAnalysisOptions,
): Promise<ProgramMemory | null> {
  const operation = "memoryAnalysis";
  requireKnownOptions(operation, data, ["x", "y", "sampleWeight", "classWeight", "batchSize", "step"]);
  const size = optionalCount(operation, "batchSize", batchSize, 1);
  if (!STEPS.includes(step)) throw stepError(operation, step);
  if (!runtime.initialized) throw new ModelUninitializedError(operation);
  return runtime.onBatch(operation, data, (batch) => analysis(runtime, step, batch, size), size);
}

function analysis(
  runtime: Runtime,
  step: Step,
  batch: Batch,
  size: number | undefined,
): ProgramMemory | null {
  const entries = runtime.compiledEntryPoints();
  if (entries === null) return null;
  const { states } = runtime;
  const described = describe(batch, size);
  if (step === "predict") return memoryAnalysis(entries.pred, states, described.x);
  const totals = runtime.totalsOf(step, batch)();
  try {
    return memoryAnalysis(entries[step], states, totals, described);
  } finally {
    disposeTree(totals);
  }
}

/** A batch of so many samples without its elements; all but the weights of classes counts samples. */
function describe({ classWeight, ...samples }: Batch, size: number | undefined): Batch {
  const described = tree.map(
    ({ shape: [count, ...rest], dtype }: Tensor) =>
      new ShapeDtypeStruct({ shape: [size ?? count ?? 0, ...rest], dtype }),
    samples,
  );
  // It stands for a batch wherever shapes and dtypes are enough.
  return { ...(described as unknown as Omit<Batch, "classWeight">), classWeight };
}

function stepError(operation: string, step: unknown): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation,
    problem: "there is no such `step`",
    expected: STEPS.join(", "),
    received: String(step),
  });
}
