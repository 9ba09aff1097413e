import { type Node, present, type Shape, sizeOf } from "@elegy/autodiff/spi";
import type { Dispatch } from "../kernels/dispatch.ts";
import { gridFor, WORKGROUP_SIZE } from "../wgsl/grid.ts";
import { unsignedLiteral } from "../wgsl/literal.ts";
import { Position } from "../wgsl/position.ts";
import { FusedCode, type FusedBuffers } from "./fused-code.ts";
import type { Views } from "./views.ts";

/** One invocation for each element. */
export function elementwiseKernel(
  label: string,
  shape: Shape,
  views: Views,
  direct: boolean,
  buffers: FusedBuffers,
  compute: (code: FusedCode, at: Position) => void,
): Dispatch[] {
  const size = sizeOf(shape);
  if (size === 0) return [];
  const code = new FusedCode(views, direct, buffers);
  const { workgroups, index } = gridFor(size);
  const at = Position.ofIndex(code.body, shape, code.body.let(index), true);
  code.body.line(`if (${at.index} >= ${unsignedLiteral(size)}) { return; }`);
  compute(code, at);
  const head = `@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) gid: vec3u) {`;
  return [{ label, code: code.module(head), bindings: code.bindings, workgroups }];
}

/** Writes each operand of a concatenation to its place, where they are too many for one kernel. */
export function concatenateKernels(
  node: Node,
  dimension: number,
  views: Views,
  buffers: FusedBuffers,
): Dispatch[] {
  const result = present(node.outputs[0]);
  let end = 0;
  return node.inputs.flatMap((operand) => {
    const { shape } = operand.spec;
    const start = end;
    end += present(shape[dimension]);
    return elementwiseKernel("concatenate", shape, views, true, buffers, (code, at) => {
      const axes = shape.map((_, axis) => {
        const place = at.along(axis);
        return axis === dimension && start > 0 ? code.body.let(`${place} + ${start}u`) : place;
      });
      const target = Position.ofAxes(code.body, result.spec.shape, axes);
      code.define(result, target, code.read(operand, at));
      code.write(result, target);
    });
  });
}
