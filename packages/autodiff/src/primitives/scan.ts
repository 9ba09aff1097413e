import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { traceGraph } from "../interpreters/graph-builder.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { add } from "../lax/elementwise.ts";
import { transpose } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { ScanParams } from "../primitive/call-params.ts";
import type { BatchAxis } from "../primitive/primitive.ts";
import { closed } from "../primitive/rules/closed-graph.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import {
  bySection,
  carriedFlags,
  parted,
  positionsOf,
  spread,
  stackedSpec,
} from "../primitive/rules/carry.ts";
import { jvpGraph } from "../primitive/rules/jvp-graph.ts";
import { at } from "../primitive/rules/jvp-rules.ts";
import { requireOperandsOf, requireSameSpecs } from "../primitive/rules/inner-graph-specs.ts";
import { transposeGraph } from "../primitive/rules/transpose-graph.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { pruneScan } from "./scan-prune.ts";
import { splitScan } from "./scan-split.ts";

/** Constants are section 0, the carry 1, slices 2. */
function sectionsOf({ body, consts, carries }: ScanParams): (0 | 1 | 2)[] {
  return body.inputs.map((_, i) => (i < consts ? 0 : i < consts + carries ? 1 : 2));
}

// (cₜ₊₁, yₜ) = body(constants, cₜ, xₜ). Each rule makes a scan of another body.
export const scanP: PrimitiveOf<"scan"> = {
  name: "scan",
  kind: "control",
  graphs: {
    of: ({ body }) => [body],
    replaced: (params, [body = params.body]) => ({ ...params, body }),
    runs: ({ length }) => [length],
  },
  spec(inputs, params) {
    const { body, consts, carries, length } = params;
    const sections = sectionsOf(params);
    const expected = body.inputs.map(({ spec }, i) => (sections[i] === 2 ? stackedSpec(spec, length) : spec));
    requireOperandsOf("scan", expected, inputs);
    const carry = parted(body.inputs, consts, carries)[1] ?? [];
    requireSameSpecs("scan", carry, body.outputs.slice(0, carries));
    return body.outputs.map(({ spec }, i) => (i < carries ? spec : stackedSpec(spec, length)));
  },
  jvp(primals, tangents, params) {
    const { body, consts, carries } = params;
    const given = body.inputs.map((_, i) => Boolean(tangents[i]));
    const moving = carriedFlags(given, params, (flags) => jvpGraph(body, flags).moving);
    const filled = body.outputs.map((_, i) => i < carries && moving[consts + i] === true);
    const derivative = jvpGraph(body, moving, filled);

    const movers = positionsOf(moving);
    const own = sectionsOf(params);
    const sections = [...own, ...movers.map((i) => at(own, i))];
    const order = bySection(sections);
    const outputSections = [...body.outputs.keys(), ...positionsOf(derivative.moving)].map((i) =>
      i < carries ? 0 : 1,
    );
    const outputOrder = bySection(outputSections);
    const operands = [...primals, ...movers.map((i) => tangents[i] ?? zerosOf(at(primals, i).spec))];
    const { graph } = derivative;
    const results = bindPrimitive(
      scanP,
      order.map((i) => at(operands, i)),
      {
        ...params,
        body: {
          ...graph,
          inputs: order.map((i) => at(graph.inputs, i)),
          outputs: outputOrder.map((i) => at(graph.outputs, i)),
        },
        consts: sections.filter((section) => section === 0).length,
        carries: sections.filter((section) => section === 1).length,
      },
    );
    const restored = outputOrder.map((_, i) => at(results, outputOrder.indexOf(i)));
    const [values = [], changes = []] = parted(restored, body.outputs.length, restored.length);
    return { primals: values, tangents: spread(derivative.moving, changes) };
  },
  // Backwards in time: the cotangent of the carry is carried, those of the constants are summed up.
  transpose(cotangents, operands, params) {
    const { body, carries, length, reverse } = params;
    const sections = sectionsOf(params);
    // A carry may begin with a known zero.
    const linear = sections.map((section, i) => section === 1 || at(operands, i).linear);
    const present = body.outputs.map((_, i) => i < carries || Boolean(cotangents[i]));
    const filled = sections.map((section, i) => section < 2 && linear[i] === true);
    const transposed = transposeGraph(body, linear, present, filled);

    const inSection = (section: number, isLinear: boolean): number[] =>
      positionsOf(sections.map((other, i) => other === section && linear[i] === isLinear));
    const [constants, summed, slices] = [inSection(0, false), inSection(0, true), inSection(2, false)];
    const given = positionsOf(present).filter((i) => i >= carries);
    const specsOf = (positions: readonly number[]) => positions.map((i) => at(body.inputs, i).spec);
    const { graph } = traceGraph(
      "transpose",
      [
        ...specsOf(constants),
        ...body.outputs.slice(0, carries).map(({ spec }) => spec),
        ...specsOf(summed),
        ...specsOf(slices),
        ...given.map((i) => at(body.outputs, i).spec),
      ],
      (inputs) => {
        const counts = [constants.length, carries, summed.length, slices.length, given.length];
        const [known = [], carry = [], sums = [], xs = [], ys = []] = parted(inputs, ...counts);
        const results = evaluateGraph(transposed.graph, [...known, ...xs, ...carry, ...ys]);
        const [terms = [], next = []] = parted(results, summed.length, carries);
        return [
          ...next,
          ...sums.map((sum, i) => add(sum, at(terms, i))),
          ...results.slice(summed.length + carries),
        ];
      },
    );

    const tensorAt = (i: number): Tensor[] => {
      const operand = at(operands, i);
      return operand.linear ? [] : [operand.tensor];
    };
    const results = bindPrimitive(
      scanP,
      [
        ...constants.flatMap(tensorAt),
        ...body.outputs.slice(0, carries).map(({ spec }, i) => cotangents[i] ?? zerosOf(spec)),
        ...specsOf(summed).map(zerosOf),
        ...slices.flatMap(tensorAt),
        ...given.flatMap((i) => cotangents[i] ?? []),
      ],
      { body: graph, consts: constants.length, carries: carries + summed.length, length, reverse: !reverse },
    );
    const [carry = [], sums = []] = parted(results, carries, summed.length);
    const inOrder = [...sums, ...carry, ...results.slice(carries + summed.length)];
    return spread(transposed.present, inOrder).map((result, i) => (at(operands, i).linear ? result : null));
  },
  batch(operands, axes, params, size, _primitive, batchGraph) {
    const { body, consts, carries } = params;
    const sections = sectionsOf(params);
    // Axis 0 of the slices is time.
    const bodyAxes = (flags: readonly boolean[]): BatchAxis[] =>
      sections.map((section, i) => {
        const axis = axes[i] ?? null;
        if (section === 1) return flags[i] ? 0 : null;
        return section === 0 || axis === null ? axis : Math.max(axis - 1, 0);
      });
    const given = body.inputs.map((_, i) => (axes[i] ?? null) !== null);
    const flags = carriedFlags(given, params, (current) =>
      closed(batchGraph(body, bodyAxes(current))).axes.map((axis) => axis !== null),
    );
    const filled = body.outputs.map((_, i) => i < carries && flags[consts + i] === true);
    const batched = closed(batchGraph(body, bodyAxes(flags), filled));
    const inputs = operands.map((operand, i) => {
      if (sections[i] === 1 && flags[i]) return mappedInFront(operand, axes[i] ?? null, size);
      return sections[i] === 2 && axes[i] === 0 ? timeInFront(operand) : operand;
    });
    return {
      outputs: bindPrimitive(scanP, inputs, { ...params, body: batched.graph }),
      axes: batched.axes.map((axis, i) => (axis === null ? null : i < carries ? 0 : 1)),
    };
  },
  split: splitScan,
  prune: pruneScan,
};

/** From `[examples, time, …]` to `[time, examples, …]`. */
function timeInFront(operand: Tensor): Tensor {
  return transpose(operand, [1, 0, ...operand.shape.map((_, i) => i).slice(2)]);
}
