import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { constant } from "../lax/creation.ts";
import { eq, select } from "../lax/elementwise.ts";
import { broadcastInDim } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { CondParams } from "../primitive/call-params.ts";
import type { Graph, Pruned } from "../primitive/primitive.ts";
import { closed } from "../primitive/rules/closed-graph.ts";
import { toFront } from "../primitive/rules/batch-rules.ts";
import { positionsOf, spread } from "../primitive/rules/carry.ts";
import { requireOperandsOf, requireSameSpecs } from "../primitive/rules/inner-graph-specs.ts";
import { jvpGraph } from "../primitive/rules/jvp-graph.ts";
import { at } from "../primitive/rules/jvp-rules.ts";
import { transposeGraph } from "../primitive/rules/transpose-graph.ts";
import { splitCond } from "./cond-split.ts";
import { valuesRead } from "./scan-prune.ts";

/** Flags that any of several lists has set. */
function anyOf(lists: readonly (readonly boolean[])[]): boolean[] {
  return at(lists, 0).map((_, i) => lists.some((flags) => flags[i]));
}

// branches[index](operands). Each rule applies to all branches, which then agree on what they return.
export const condP: PrimitiveOf<"cond"> = {
  name: "cond",
  kind: "control",
  graphs: {
    of: ({ branches }) => branches,
    replaced: (_, branches) => ({ branches }),
    runs: ({ branches }) => branches.map(() => 1 / branches.length),
  },
  spec(inputs, { branches }) {
    const first = at(branches, 0);
    for (const branch of branches) {
      requireOperandsOf(
        "cond",
        [{ shape: [], dtype: "int32" }, ...branch.inputs.map(({ spec }) => spec)],
        inputs,
      );
      requireSameSpecs("cond", first.outputs, branch.outputs);
    }
    return first.outputs.map(({ spec }) => spec);
  },
  jvp([index, ...primals], [, ...tangents], { branches }) {
    const moving = primals.map((_, i) => Boolean(tangents[i]));
    const filled = anyOf(branches.map((branch) => jvpGraph(branch, moving).moving));
    const derivatives = branches.map((branch) => jvpGraph(branch, moving, filled).graph);
    const changes = tangents.filter((tangent) => tangent !== null);
    const results = bindPrimitive(condP, [index, ...primals, ...changes], { branches: derivatives });
    return {
      primals: results.slice(0, filled.length),
      tangents: spread(filled, results.slice(filled.length)),
    };
  },
  transpose(cotangents, [index, ...operands], { branches }) {
    if (index.linear) throw new Error("the index of cond has no cotangent");
    const linear = operands.map((operand) => operand.linear);
    const present = at(branches, 0).outputs.map((_, i) => Boolean(cotangents[i]));
    const filled = anyOf(branches.map((branch) => transposeGraph(branch, linear, present).present));
    const inputs = [
      index.tensor,
      ...operands.flatMap((operand) => (operand.linear ? [] : [operand.tensor])),
      ...cotangents.filter((cotangent) => cotangent !== null),
    ];
    const transposed = branches.map((branch) => transposeGraph(branch, linear, present, filled).graph);
    return [null, ...spread(filled, bindPrimitive(condP, inputs, { branches: transposed }))];
  },
  batch([index, ...operands], [indexAxis, ...axes], { branches }, _size, _primitive, batchGraph) {
    const several = indexAxis !== null;
    const stacked = anyOf(
      branches.map((branch) => closed(batchGraph(branch, axes)).axes.map((axis) => several || axis !== null)),
    );
    const batched = branches.map((branch) => closed(batchGraph(branch, axes, stacked)).graph);
    const outputs = several
      ? selected(toFront(index, indexAxis), batched, operands)
      : bindPrimitive(condP, [index, ...operands], { branches: batched });
    return { outputs, axes: stacked.map((is) => (is ? 0 : null)) };
  },
  split: splitCond,
  prune: pruneCond,
};

type Tensors = Parameters<typeof evaluateGraph>[1];

/** Examples go different ways: every branch is computed for all of them, and each example takes its own. */
function selected(index: Tensors[number], branches: readonly Graph[], operands: Tensors): Tensors {
  const results = branches.map((branch) => evaluateGraph(branch, operands));
  return at(results, 0).map((first, output) =>
    results.slice(1).reduce((chosen, branch, i) => {
      const number = broadcastInDim(constant(i + 1, "int32"), index.shape, []);
      const here = broadcastInDim(eq(index, number), chosen.shape, [0]);
      return select(here, at(branch, output), chosen);
    }, first),
  );
}

function pruneCond({ branches }: CondParams, used: readonly boolean[]): Pruned<CondParams> | null {
  const smaller = branches.map((branch) =>
    eliminateDeadCode({ ...branch, outputs: branch.outputs.filter((_, i) => used[i]) }),
  );
  const read = anyOf(
    smaller.map((branch) => {
      const values = valuesRead(branch);
      return branch.inputs.map((value) => values.has(value));
    }),
  );
  if (read.every(Boolean) && used.every(Boolean)) return null;
  return {
    params: {
      branches: smaller.map((branch) => ({ ...branch, inputs: branch.inputs.filter((_, i) => read[i]) })),
    },
    inputs: positionsOf([true, ...read]),
    outputs: positionsOf(used),
  };
}
