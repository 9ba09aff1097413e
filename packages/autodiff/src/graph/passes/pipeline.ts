import type { Graph } from "../../primitive/primitive.ts";
import { throughout } from "../inner-graphs.ts";
import { verifyGraph } from "../verify.ts";
import { decompose } from "./decompose.ts";
import { eliminateCommonSubexpressions } from "./eliminate-common-subexpressions.ts";
import { eliminateDeadCode } from "./eliminate-dead-code.ts";
import { foldConstants } from "./fold-constants.ts";
import { separateOutputs } from "./separate-outputs.ts";
import { simplify } from "./simplify.ts";

/**
 * What every backend gets, in the order of processing; each adds its own passes after these. Graphs inside of
 * nodes get the same.
 */
export function runPipeline(graph: Graph, takes: ReadonlySet<string>): Graph {
  const passes = [
    (g: Graph) => decompose(g, takes),
    eliminateDeadCode,
    foldConstants,
    simplify,
    eliminateCommonSubexpressions,
    eliminateDeadCode,
    separateOutputs,
  ];
  return passes.reduce((g, pass) => verifyGraph(throughout(pass)(g), pass.name || "decompose"), graph);
}
