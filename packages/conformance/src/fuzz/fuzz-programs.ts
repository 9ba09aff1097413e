import { jit, makeGraph, type Tensor } from "@elegy/autodiff";
import * as fc from "fast-check";
import { numbersOf, requireNear, requireSpec } from "../compare.ts";
import { ConformanceFailedError } from "../conformance-failed-error.ts";
import { onBackend, type Subject } from "../subject.ts";
import { type FuzzProgram, fuzzProgram, inputsOf, runProgram, toleranceFor } from "./program.ts";

const CASES = 6;
const PROGRAMS_IN_CASE = 25;

interface FuzzCase {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
}

/** Random programs give what they give on the oracle, eager and compiled. A failure shows the smallest one that fails. */
export function fuzzPrograms(): FuzzCase[] {
  return Array.from({ length: CASES }, (_, seed) => ({
    name: `random programs, seed ${seed}`,
    run: (subject) => requireAgreements(subject, seed),
  }));
}

async function requireAgreements(subject: Subject, seed: number): Promise<void> {
  const property = fc.asyncProperty(fuzzProgram, (program) => requireAgreement(subject, program));
  const { failed, errorInstance } = await fc.check(property, { seed, numRuns: PROGRAMS_IN_CASE });
  if (failed) throw errorInstance;
}

async function requireAgreement({ oracle }: Subject, program: FuzzProgram): Promise<void> {
  const expected = onBackend(oracle, () => runProgram(program, inputsOf(program, "float64"), "float64"));
  const inputs = inputsOf(program, "float32");
  const given = await Promise.all(inputs.map(numbersOf));
  const run = (...tensors: readonly Tensor[]): Tensor[] =>
    runProgram(program, tensors, "float32").map(({ tensor }) => tensor);
  const requireResults = async (mode: string, results: readonly Tensor[]): Promise<void> => {
    for (const [i, item] of expected.entries()) {
      const { shape, dtype } = item.tensor;
      const what = `${mode}, result ${i}`;
      requireSpec(what, results[i]!.spec, { shape, dtype: dtype === "float64" ? "float32" : dtype });
      requireNear(what, await numbersOf(results[i]!), await numbersOf(item.tensor), toleranceFor(item));
    }
  };
  try {
    await requireResults("eager", run(...inputs));
    await requireResults("jit", jit(run)(...inputs));
    await requireResults("jit with donation", jit(run, { donate: program.donated })(...inputs));
    for (const [i, input] of inputs.entries()) {
      if (program.donated.includes(i)) continue;
      requireNear(`input ${i} after all`, await numbersOf(input), given[i]!, { relative: 0, absolute: 0 });
    }
  } catch (error) {
    const graph = makeGraph(run)(...inputsOf(program, "float32")).toString();
    const message = error instanceof Error ? error.message : String(error);
    throw new ConformanceFailedError("random program", message, "as on the oracle", graph);
  }
}
