import type { Graph } from "../../primitive/primitive.ts";
import { throughout } from "../inner-graphs.ts";
import { verifyGraph } from "../verify.ts";
import { decompose } from "./decompose.ts";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { foldConstants } from "./fold-constants.ts";
import { separateOutputs } from "./separate-outputs.ts";
import { simplify } from "./simplify.ts";

type Pass = (graph: Graph) => Graph;

/** In the order of processing. Graphs inside of nodes get the same. */
export function passesFor(takes: ReadonlySet<string>): readonly (readonly [name: string, pass: Pass])[] {
  const passes: readonly (readonly [string, Pass])[] = [
    ["decompose", (graph) => decompose(graph, takes)],
    ["eliminateDeadCode", eliminateDeadCode],
    ["foldConstants", foldConstants],
    ["simplify", simplify],
    ["eliminateCommonSubexpressions", eliminateCommonSubexpressions],
    ["eliminateDeadCode", eliminateDeadCode],
    ["separateOutputs", separateOutputs],
  ];
  return passes.map(([name, pass]) => [name, throughout(pass)]);
}

/** What every backend gets, verified; each adds its own passes after these. */
export function runPipeline(graph: Graph, takes: ReadonlySet<string>): Graph {
  const run = (check: (graph: Graph, name: string) => Graph): Graph =>
    passesFor(takes).reduce((current, [name, pass]) => check(pass(current), name), graph);
  try {
    return verifyGraph(
      run((unchecked) => unchecked),
      "the passes",
    );
  } catch (error) {
    // To verify after each is half of the time of all: it is done to find out which of them it was.
    run(verifyGraph);
    throw error;
  }
}
