import { dtypeInfo, sizeOf, type TensorSpec, type NodeSpec } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { Kernel, LoopRule, Part } from "../kernels/kernel-rule.ts";
import { BLOCK } from "../memory/free-list.ts";
import { lowerNode } from "./lower-node.ts";

export interface Range {
  readonly first: number;
  readonly size: number;
}

/**
 * `0 ≤ index < total` in at most so many ranges, as even as whole blocks allow.
 *
 * @param bytes how many bytes an index stands for in each result: ranges start where a block does.
 */
export function ranges(total: number, count: number, bytes: readonly number[]): Range[] {
  const step = bytes.map((width) => BLOCK / commonDivisor(BLOCK, width)).reduce(leastCommonMultiple, 1);
  const size = Math.ceil(Math.ceil(total / step) / count) * step;
  const cuts: Range[] = [];
  // What is empty is one range, too.
  for (let first = 0; first < Math.max(1, total); first += Math.max(1, size)) {
    cuts.push({ first, size: Math.min(size, total - first) });
  }
  return cuts;
}

/** The parts of a node that is cut along the first axis of its results, if its rule says how. */
export function slicedParts<P extends object>(rule: LoopRule<P>, node: NodeSpec<P>): Pick<Kernel, "parts"> {
  const sliced = rule.sliced?.(node) ?? null;
  if (sliced === null) return {};
  const total = present(present(node.outputs[0]).shape[0]);
  return {
    parts: (count) =>
      ranges(total, count, node.outputs.map(sliceBytes)).map(({ first, size }): Part => {
        const slice = (spec: TensorSpec): TensorSpec => ({ ...spec, shape: [size, ...spec.shape.slice(1)] });
        const inputs = node.inputs.map((spec, i) => (sliced[i] === true ? slice(spec) : spec));
        const moved = node.inputs.map((spec, i) => (sliced[i] === true ? first * sliceBytes(spec) : 0));
        return {
          kernel: lowerNode(rule, { ...node, inputs, outputs: node.outputs.map(slice) }),
          offsets: [...moved, ...node.outputs.map((spec) => first * sliceBytes(spec))],
        };
      }),
  };
}

/** Bytes of a slice along the first axis. */
function sliceBytes({ shape, dtype }: TensorSpec): number {
  return sizeOf(shape.slice(1)) * dtypeInfo(dtype).bytes;
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / commonDivisor(a, b)) * b;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
