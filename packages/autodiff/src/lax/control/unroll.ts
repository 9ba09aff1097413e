import { evaluateGraph } from "../../graph/evaluate-graph.ts";
import { traceGraph } from "../../interpreters/graph-builder.ts";
import { bindPrimitive } from "../../interpreters/stack.ts";
import type { ScanParams } from "../../primitive/call-params.ts";
import { scanP } from "../../primitives/scan.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { concatenate, reshape, slice } from "../movement.ts";

/** A scan whose body does several steps, and one over what is left at its end. */
export function bindUnrolled(
  inputs: readonly Tensor[],
  params: ScanParams,
  steps: number,
): readonly Tensor[] {
  const { consts, carries, length, reverse } = params;
  const turns = Math.floor(length / steps);
  const whole = turns * steps;
  // What the steps come to last: the end, or backwards the beginning.
  const [from, rest] = reverse ? [length - whole, 0] : [0, whole];
  const constants = inputs.slice(0, consts);
  const xs = inputs.slice(consts + carries);
  const turned = xs.map((x) => {
    const part = slices(x, from, from + whole);
    return reshape(part, [turns, steps, ...part.shape.slice(1)]);
  });
  const body = severalSteps(params, steps);
  const operands = [...constants, ...inputs.slice(consts, consts + carries), ...turned];
  const main = bindPrimitive(scanP, operands, { ...params, body, length: turns });
  const ys = main.slice(carries).map((y) => reshape(y, [whole, ...y.shape.slice(2)]));
  if (whole === length) return [...main.slice(0, carries), ...ys];

  const left = xs.map((x) => slices(x, rest, rest + length - whole));
  const end = bindPrimitive(scanP, [...constants, ...main.slice(0, carries), ...left], {
    ...params,
    length: length - whole,
  });
  const joined = ys.map((y, i) => {
    const tail = end[carries + i];
    if (!tail) throw new Error("two scans of one body have the same results");
    return concatenate(reverse ? [tail, y] : [y, tail], 0);
  });
  return [...end.slice(0, carries), ...joined];
}

function severalSteps({ body, consts, carries, reverse }: ScanParams, steps: number): ScanParams["body"] {
  const specs = body.inputs.map(({ spec }, i) =>
    i < consts + carries ? spec : { ...spec, shape: [steps, ...spec.shape] },
  );
  return traceGraph("scan", specs, (inputs) => {
    const constants = inputs.slice(0, consts);
    let carry = inputs.slice(consts, consts + carries);
    const rows: (readonly Tensor[])[] = [];
    for (let count = 0; count < steps; count++) {
      const time = reverse ? steps - 1 - count : count;
      const xs = inputs.slice(consts + carries).map((x) => {
        const one = slices(x, time, time + 1);
        return reshape(one, one.shape.slice(1));
      });
      const results = evaluateGraph(body, [...constants, ...carry, ...xs]);
      carry = results.slice(0, carries);
      rows.push(results.slice(carries));
    }
    const inOrder = reverse ? rows.toReversed() : rows;
    const ys = body.outputs.slice(carries).map((_, i) =>
      concatenate(
        inOrder.flatMap((row) => row.slice(i, i + 1)).map((y) => reshape(y, [1, ...y.shape])),
        0,
      ),
    );
    return [...carry, ...ys];
  }).graph;
}

/** Some of the slices along axis 0. */
function slices(x: Tensor, from: number, to: number): Tensor {
  return slice(x, [from, ...x.shape.slice(1).map(() => 0)], [to, ...x.shape.slice(1)]);
}
