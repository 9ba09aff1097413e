import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { splitGraph } from "../graph/split-graph.ts";
import { traceGraph } from "../interpreters/graph-builder.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { select } from "../lax/elementwise.ts";
import { broadcastInDim } from "../lax/movement.ts";
import { reduceMax } from "../lax/reduction.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { WhileParams } from "../primitive/call-params.ts";
import type { BatchAxis, Graph, Pruned, SplitBody } from "../primitive/primitive.ts";
import { closed } from "../primitive/rules/closed-graph.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import { carriedFlags, parted, positionsOf, spread } from "../primitive/rules/carry.ts";
import { requireOperandsOf, requireSameSpecs } from "../primitive/rules/inner-graph-specs.ts";
import { jvpGraph } from "../primitive/rules/jvp-graph.ts";
import { at, none } from "../primitive/rules/jvp-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { valuesRead } from "./scan-prune.ts";

// while (cond(constants, c)) c = body(constants, c)
export const whileP: PrimitiveOf<"while"> = {
  name: "while",
  kind: "control",
  graphs: {
    of: ({ cond, body }) => [cond, body],
    replaced: (params, [cond = params.cond, body = params.body]) => ({ ...params, cond, body }),
    runs: () => [1, 1],
  },
  spec(inputs, { cond, body, condConsts, bodyConsts }) {
    const carry = body.inputs.slice(bodyConsts);
    requireOperandsOf(
      "while",
      [...cond.inputs.slice(0, condConsts), ...body.inputs].map(({ spec }) => spec),
      inputs,
    );
    requireSameSpecs("while", carry, cond.inputs.slice(condConsts));
    requireSameSpecs("while", carry, body.outputs);
    requireSameSpecs("while", [{ spec: { shape: [], dtype: "bool" } }], cond.outputs);
    return carry.map(({ spec }) => spec);
  },
  jvp(primals, tangents, params) {
    const { cond, body, condConsts, bodyConsts } = params;
    const given = body.inputs.map((_, i) => Boolean(tangents[condConsts + i]));
    const moving = carriedFlags(given, loopOf(params), (flags) => jvpGraph(body, flags).moving);
    const { graph } = jvpGraph(body, moving, moving.slice(bodyConsts));
    const movers = positionsOf(moving);
    const constMovers = movers.filter((i) => i < bodyConsts);
    const carryMovers = movers.filter((i) => i >= bodyConsts);

    const count = body.inputs.length;
    const [constants = [], carry = [], constChanges = [], carryChanges = []] = parted(
      graph.inputs,
      bodyConsts,
      count - bodyConsts,
      constMovers.length,
      carryMovers.length,
    );
    const tangentOf = (i: number): Tensor =>
      tangents[condConsts + i] ?? zerosOf(at(primals, condConsts + i).spec);
    const results = bindPrimitive(
      whileP,
      [
        ...primals.slice(0, condConsts + bodyConsts),
        ...constMovers.map(tangentOf),
        ...primals.slice(condConsts + bodyConsts),
        ...carryMovers.map(tangentOf),
      ],
      {
        cond: { ...cond, inputs: [...cond.inputs, ...carryChanges.map(({ spec }) => ({ spec }))] },
        body: { ...graph, inputs: [...constants, ...constChanges, ...carry, ...carryChanges] },
        condConsts,
        bodyConsts: bodyConsts + constMovers.length,
      },
    );
    return {
      primals: results.slice(0, carry.length),
      tangents: spread(moving.slice(bodyConsts), results.slice(carry.length)),
    };
  },
  transpose: none(
    "a loop whose number of steps is not known in advance keeps nothing of them; use lax.scan, or lax.foriLoop with numbers as bounds",
  ),
  batch(operands, axes, params, size, _primitive, batchGraph) {
    const { cond, body, condConsts, bodyConsts } = params;
    const [condAxes = [], constAxes = []] = parted(axes, condConsts, bodyConsts);
    const carryAxes = (flags: readonly boolean[]): BatchAxis[] =>
      flags.slice(bodyConsts).map((flag) => (flag ? 0 : null));
    const given = axes.slice(condConsts).map((axis) => axis !== null);
    const settle = (start: readonly boolean[]): readonly boolean[] =>
      carriedFlags(start, loopOf(params), (flags) =>
        closed(batchGraph(body, [...constAxes, ...carryAxes(flags)])).axes.map((axis) => axis !== null),
      );
    const condOf = (flags: readonly boolean[]) =>
      closed(batchGraph(cond, [...condAxes, ...carryAxes(flags)]));
    const settled = settle(given);
    const several = condOf(settled).axes[0] === 0;
    // Examples stop one by one: each has a carry of its own.
    const flags = several ? settled.map((flag, i) => flag || i >= bodyConsts) : settled;
    const stepped = closed(batchGraph(body, [...constAxes, ...carryAxes(flags)], flags.slice(bodyConsts)));
    const batched = { ...params, cond: condOf(flags).graph, body: stepped.graph };
    const [condConstants = [], constants = []] = parted(operands, condConsts, bodyConsts);
    const carry = operands
      .slice(condConsts + bodyConsts)
      .map((operand, i) =>
        flags[bodyConsts + i]
          ? mappedInFront(operand, axes[condConsts + bodyConsts + i] ?? null, size)
          : operand,
      );
    const outputs = several
      ? bindPrimitive(whileP, [...condConstants, ...condConstants, ...constants, ...carry], whileAny(batched))
      : bindPrimitive(whileP, [...condConstants, ...constants, ...carry], batched);
    return { outputs, axes: carryAxes(flags) };
  },
  split: splitWhile,
  prune: pruneWhile,
};

function loopOf({ body, bodyConsts }: WhileParams): { consts: number; carries: number } {
  return { consts: bodyConsts, carries: body.inputs.length - bodyConsts };
}

/** Goes on while any example wants to; those that do not stay as they are. */
function whileAny({ cond, body, condConsts, bodyConsts }: WhileParams): WhileParams {
  const specsOf = (graph: Graph) => graph.inputs.map(({ spec }) => spec);
  return {
    cond: traceGraph("vmap", specsOf(cond), (inputs) => [reduceMax(at(evaluateGraph(cond, inputs), 0), [0])])
      .graph,
    body: traceGraph("vmap", [...specsOf(cond).slice(0, condConsts), ...specsOf(body)], (inputs) => {
      const [condConstants = []] = parted(inputs, condConsts);
      const own = inputs.slice(condConsts);
      const carry = own.slice(bodyConsts);
      const goesOn = at(evaluateGraph(cond, [...condConstants, ...carry]), 0);
      return evaluateGraph(body, own).map((next, i) =>
        select(broadcastInDim(goesOn, next.shape, [0]), next, at(carry, i)),
      );
    }).graph,
    condConsts,
    bodyConsts: condConsts + bodyConsts,
  };
}

/** The known carries in a loop of their own; for the others the whole loop again. */
function splitWhile(params: WhileParams, known: readonly boolean[]): SplitBody<WhileParams> | null {
  const { cond, body, condConsts, bodyConsts } = params;
  const inputKnown = carriedFlags(
    known.slice(condConsts).map((is) => !is),
    loopOf(params),
    (unknown) =>
      splitGraph(
        body,
        unknown.map((is) => !is),
      ).outputKnown.map((is) => !is),
  ).map((unknown) => !unknown);
  const outputKnown = inputKnown.slice(bodyConsts);
  const predicate = splitGraph(cond, [...known.slice(0, condConsts), ...outputKnown]);
  const steps = known.slice(0, condConsts).every(Boolean) && predicate.outputKnown[0] === true;
  if (!steps || !outputKnown.some(Boolean)) return null;
  const split = splitGraph(body, inputKnown, outputKnown);
  const passed = positionsOf(known);
  const waiting = positionsOf(known.map((is) => !is));
  return {
    knownInputs: [
      ...cond.inputs.slice(0, condConsts).keys(),
      ...positionsOf(inputKnown).map((i) => condConsts + i),
    ],
    known: {
      cond: predicate.known,
      body: eliminateDeadCode({
        ...split.known,
        outputs: split.known.outputs.slice(0, outputKnown.filter(Boolean).length),
      }),
      condConsts,
      bodyConsts: inputKnown.slice(0, bodyConsts).filter(Boolean).length,
    },
    unknown: params,
    passed,
    order: known.map((is, i) => (is ? passed.indexOf(i) : passed.length + waiting.indexOf(i))),
    unknownOutputs: positionsOf(outputKnown.map((is) => !is)),
    outputKnown,
  };
}

/** A carry stays if it is used, if `cond` reads it, or if what stays does. */
function pruneWhile(params: WhileParams, used: readonly boolean[]): Pruned<WhileParams> | null {
  const { cond, body, condConsts, bodyConsts } = params;
  const keeping = (carries: readonly boolean[]) =>
    eliminateDeadCode({ ...body, outputs: body.outputs.filter((_, i) => carries[i]) });
  const readByCond = valuesRead(eliminateDeadCode(cond));
  const start = used.map((is, i) => is || readByCond.has(at(cond.inputs, condConsts + i)));
  const carries = carriedFlags(start, { consts: 0, carries: start.length }, (flags) => {
    const read = valuesRead(keeping(flags));
    return body.inputs.slice(bodyConsts).map((value) => read.has(value));
  });
  const smaller = keeping(carries);
  const read = valuesRead(smaller);
  const condInputs = cond.inputs.map((value, i) =>
    i < condConsts ? readByCond.has(value) : carries[i - condConsts] === true,
  );
  const bodyInputs = body.inputs.map((value, i) =>
    i < bodyConsts ? read.has(value) : carries[i - bodyConsts] === true,
  );
  if (condInputs.every(Boolean) && bodyInputs.every(Boolean)) return null;
  return {
    params: {
      cond: { ...cond, inputs: cond.inputs.filter((_, i) => condInputs[i]) },
      body: { ...smaller, inputs: body.inputs.filter((_, i) => bodyInputs[i]) },
      condConsts: condInputs.slice(0, condConsts).filter(Boolean).length,
      bodyConsts: bodyInputs.slice(0, bodyConsts).filter(Boolean).length,
    },
    inputs: positionsOf([...condInputs.slice(0, condConsts), ...bodyInputs]),
    outputs: positionsOf(carries),
  };
}
