import { expectTypeOf } from "vitest";
import { DataLoader, type FitOptions, Model, np, type PredictOptions, type Verbosity } from "../index.ts";

const model = new Model();
const batch = [np.zeros([2, 1]), np.zeros([2, 1])] as const;

// Everything that gives batches is data.
void model.fit({ x: new Set([batch]) });
void model.fit({ x: () => new Set([batch]).values() });
void model.fit({ x: new ReadableStream<typeof batch>() });
void model.fit({ x: new DataLoader([1, 2, 3]) });
void model.fit({ x: { length: 3, get: (i: number) => ({ x: i, y: null }) } });
void model.fit({ x: [1], validationData: [[1]], validationFreq: [1, 3] });
void model.fit({ x: [1], validationData: new DataLoader([1]) });
void model.predict({ x: new Set([batch]), initialize: true, steps: 2 });

// @ts-expect-error -- text is no batch
void model.fit({ x: new Set(["a"]) });
// @ts-expect-error -- there are five
void model.fit({ x: [1], verbose: 5 });
// @ts-expect-error -- a dataset has a length
void new DataLoader({ get: (i: number) => i });
// @ts-expect-error -- predict weighs nothing
void model.predict({ x: [1], sampleWeight: [1] });

expectTypeOf<FitOptions["verbose"]>().toEqualTypeOf<Verbosity | undefined>();
expectTypeOf<PredictOptions["initialize"]>().toEqualTypeOf<boolean | undefined>();
expectTypeOf(model.stopTraining).toEqualTypeOf<boolean>();
