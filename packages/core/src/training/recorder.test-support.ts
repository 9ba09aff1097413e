import {
  cumulative,
  Model,
  type ModelOptions,
  np,
  type States,
  type StepInputs,
  type Tensor,
  type TestStep,
  type TrainStep,
} from "../index.ts";

/** Learns nothing, but notes the batches it sees and counts samples in its states. Eager, so that it sees values. */
export class Recorder extends Model {
  /** The inputs of every batch trained and tested with. */
  readonly trained: number[][] = [];
  readonly tested: number[][] = [];

  constructor(options: ModelOptions = {}) {
    super({ runEagerly: true, ...options });
  }

  override statesStep(): States {
    return super.statesStep().update({ seen: np.zeros([]) });
  }

  override testStep({ x, states, initializing }: StepInputs): TestStep {
    const values = x.astype("float32");
    if (!initializing) this.tested.push([...x.dataSync()]);
    return [values.mean(), { mean: values.mean() }, states];
  }

  override trainStep({ x, states, initializing }: StepInputs): TrainStep {
    if (initializing) return [{}, states];
    this.trained.push([...x.dataSync()]);
    const seen: Tensor = states.seen.add(x.shape[0] ?? 0);
    return [{ mean: x.astype("float32").mean(), seen: cumulative(seen) }, states.update({ seen })];
  }
}

/** The numbers from 0. */
export function upTo(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => i);
}
