import { dtypeInfo, type NodeSpec, type Shape, sizeOf, type TensorSpec } from "@elegy/autodiff/spi";
import type { FusedLoop } from "../codegen/fused-loop.ts";
import { present } from "../codegen/present.ts";
import type { Kernel, LoopRule, Slices } from "../kernels/kernel-rule.ts";
import { knownKernel } from "../kernels/known-kernel.ts";
import { lowerNode, nodeText } from "./lower-node.ts";

/** All ways to cut a node, if its rule says how: along the first axis, along the first two, and so on. */
export function nodeSlices<P extends object>(rule: LoopRule<P>, node: NodeSpec<P>): readonly Slices[] {
  if (rule.slices !== undefined) return knownSlices(nodeText(node), rule.slices(node));
  const all: Slices[] = [];
  const axes = Math.min(...node.outputs.map(({ shape }) => shape.length));
  for (let count = 1; count <= axes; count++) {
    const joined = count === 1 ? node : joinAxes(rule, node, count);
    const sliced = joined === null ? null : (rule.sliced?.(joined) ?? null);
    if (joined === null || sliced === null) break;
    const slice = (spec: TensorSpec, rows: number): TensorSpec => ({
      ...spec,
      shape: [rows, ...spec.shape.slice(1)],
    });
    all.push({
      rows: present(present(joined.outputs[0]).shape[0]),
      strides: [
        ...joined.inputs.map((spec, i) => (sliced[i] === true ? rowBytes(spec) : 0)),
        ...joined.outputs.map(rowBytes),
      ],
      leastRows: rule.leastRows?.(joined) ?? 1,
      kernel: (rows) =>
        lowerNode(rule, {
          ...joined,
          inputs: joined.inputs.map((spec, i) => (sliced[i] === true ? slice(spec, rows) : spec)),
          outputs: joined.outputs.map((spec) => slice(spec, rows)),
        }),
    });
  }
  return all;
}

/** Slices of a kernel of which such a text is known. */
export function knownSlices(text: string, all: readonly Slices[]): readonly Slices[] {
  return all.map((slices) => ({
    ...slices,
    kernel: (rows) => knownKernel(`${text}, ${rows} of ${slices.rows}`, slices.kernel(rows)),
  }));
}

/** All ways to cut a loop: along its outermost axis, along the two outermost as far as it can walk them as one, and so on. */
export function loopSlices<Loop extends FusedLoop>(loop: Loop, kernelOf: (loop: Loop) => Kernel): Slices[] {
  const all: Slices[] = [];
  const { shape, reads, writes } = loop;
  for (let count = 1; count <= shape.length; count++) {
    const below = shape.slice(count);
    const steps = reads.map(({ strides }) => jointStride(shape, strides, count));
    if (steps.includes(null)) break;
    const joined = reads.map((read, i) => ({
      ...read,
      strides: [steps[i] ?? 0, ...read.strides.slice(count)],
    }));
    all.push({
      rows: sizeOf(shape.slice(0, count)),
      strides: [
        ...joined.map(({ dtype, strides }) => (strides[0] ?? 0) * dtypeInfo(dtype).bytes),
        ...writes.map((dtype) => sizeOf(below) * dtypeInfo(dtype).bytes),
      ],
      leastRows: 1,
      kernel: (rows) => kernelOf({ ...loop, shape: [rows, ...below], reads: joined }),
    });
  }
  return all;
}

/** The first axes of all operands and results as one; `null` where the node does not treat them alike. */
function joinAxes<P>(rule: LoopRule<P>, node: NodeSpec<P>, count: number): NodeSpec<P> | null {
  const params = rule.joinAxes?.(node.params, count) ?? null;
  if (params === null) return null;
  const joined = (spec: TensorSpec): TensorSpec => ({
    ...spec,
    shape: [sizeOf(spec.shape.slice(0, count)), ...spec.shape.slice(count)],
  });
  return { ...node, params, inputs: node.inputs.map(joined), outputs: node.outputs.map(joined) };
}

/** The stride along the first axes as one, `null` if they are not one. */
function jointStride(shape: Shape, strides: readonly number[], count: number): number | null {
  let joint: number | null = null;
  let within = 1;
  for (let axis = count - 1; axis >= 0; axis--) {
    const [size, stride] = [present(shape[axis]), present(strides[axis])];
    if (size === 1) continue;
    joint ??= stride;
    if (stride !== joint * within) return null;
    within *= size;
  }
  return joint ?? 0;
}

function rowBytes({ shape, dtype }: TensorSpec): number {
  return sizeOf(shape.slice(1)) * dtypeInfo(dtype).bytes;
}
