import { ArgumentInvalidError, formatSpec, np, type Tensor, tree, type TypedArray } from "@elegy/autodiff";
import { batches } from "../data/batches.ts";
import type { DataTree } from "../data/data-tree.ts";
import { samplesOf } from "../data/samples.ts";
import { Breath } from "./breathe.ts";
import { disposeTree, withDeviceBatch } from "./device-batch.ts";
import { requireCount, requireKnownOptions } from "./options.ts";
import type { Trainable } from "./trainable.ts";

/** What `predict` is given. */
export interface PredictOptions {
  readonly x?: DataTree;
  /** Samples per step. Default 32. */
  readonly batchSize?: number;
}

/** Predicts for all samples: see `Model.predict`. */
export async function predict(model: Trainable, options: PredictOptions): Promise<unknown> {
  requireKnownOptions("predict", options, ["x", "batchSize"]);
  const batchSize = requireCount("predict", "batchSize", options.batchSize ?? 32, 1);
  const samples = await samplesOf("predict", options);
  const step = model.entryPoints().pred;
  const breath = new Breath();
  const parts: HostPredictions[] = [];
  for (const part of batches(samples, { batchSize, shuffleSeed: null })) {
    const [preds, states] = withDeviceBatch(part, null, ({ x }) => step(model.states, x));
    model.states = states;
    try {
      parts.push(await toHost(preds, part.count));
    } finally {
      disposeTree(preds);
    }
    await breath.take();
  }
  return joined(parts, samples.count);
}

interface HostPredictions {
  readonly def: ReturnType<typeof tree.structure>;
  readonly arrays: readonly { readonly data: TypedArray; readonly spec: Tensor["spec"] }[];
}

async function toHost(preds: unknown, samples: number): Promise<HostPredictions> {
  const [leaves, def] = tree.flatten(preds);
  const arrays = (leaves as readonly Tensor[]).map(async (tensor) => {
    if (tensor.shape[0] !== samples) throw unbatchedError(tensor.spec, samples);
    return { data: await tensor.data(), spec: tensor.spec };
  });
  return { def, arrays: await Promise.all(arrays) };
}

/** Puts the predictions of all batches together along the first axis. */
function joined(parts: readonly HostPredictions[], count: number): unknown {
  const [first] = parts;
  if (first === undefined) throw new Error("there is at least one batch");
  const tensors = first.arrays.map(({ data, spec }, i) => {
    const rest = spec.shape.slice(1);
    const whole = data.slice(0, 0);
    const length = parts.reduce((sum, { arrays }) => sum + (arrays[i]?.data.length ?? 0), 0);
    const all = new (whole.constructor as new (length: number) => TypedArray)(length);
    let offset = 0;
    for (const { arrays } of parts) {
      const piece = arrays[i]?.data ?? whole;
      all.set(piece, offset);
      offset += piece.length;
    }
    return np.array(all, { shape: [count, ...rest], dtype: spec.dtype });
  });
  return tree.unflatten(first.def, tensors);
}

function unbatchedError(spec: Tensor["spec"], samples: number): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "predict",
    problem: "there is not one prediction for each sample",
    expected: `f32[${samples},…] for a batch of ${samples}`,
    received: formatSpec(spec),
    hint: "`predStep` keeps the first axis of its inputs; `predictOnBatch` gives whatever it returns.",
  });
}
