import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import type { ScanParams } from "../primitive/call-params.ts";
import type { Pruned, Value } from "../primitive/primitive.ts";
import { carriedFlags, positionsOf } from "../primitive/rules/carry.ts";
import { at } from "../primitive/rules/jvp-rules.ts";

/** A carry stays if its last value is used, or if what stays reads it. */
export function pruneScan(params: ScanParams, used: readonly boolean[]): Pruned<ScanParams> | null {
  const { body, consts, carries } = params;
  const keeping = (outputs: readonly boolean[]) =>
    eliminateDeadCode({ ...body, outputs: body.outputs.filter((_, i) => outputs[i]) });
  const outputs = carriedFlags(used, { consts: 0, carries }, (flags) => {
    const read = valuesRead(keeping(flags));
    return body.inputs.slice(consts, consts + carries).map((value) => read.has(value));
  });
  const smaller = keeping(outputs);
  const read = valuesRead(smaller);
  const inputs = body.inputs.map((value, i) =>
    i >= consts && i < consts + carries ? outputs[i - consts] === true : read.has(value),
  );
  if (inputs.every(Boolean) && outputs.every(Boolean)) return null;
  const kept = positionsOf(inputs);
  return {
    params: {
      ...params,
      body: { ...smaller, inputs: kept.map((i) => at(body.inputs, i)) },
      consts: kept.filter((i) => i < consts).length,
      carries: outputs.slice(0, carries).filter(Boolean).length,
    },
    inputs: kept,
    outputs: positionsOf(outputs),
  };
}

/** What the nodes and outputs of a graph read. */
export function valuesRead({
  nodes,
  outputs,
}: {
  readonly nodes: readonly { readonly inputs: readonly Value[] }[];
  readonly outputs: readonly Value[];
}): ReadonlySet<Value> {
  return new Set([...nodes.flatMap((node) => node.inputs), ...outputs]);
}
