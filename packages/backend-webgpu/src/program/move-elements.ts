import type { DType } from "@elegy/autodiff/spi";
import type { Allocation } from "../memory/buffer-pool.ts";
import { storedWidth } from "../memory/layout.ts";
import { gridFor, WORKGROUP_SIZE } from "../wgsl/grid.ts";
import type { Machine } from "./machine.ts";

/** Where elements lie: in a buffer, from a place on. */
export interface Stretch {
  readonly allocation: Allocation;
  /** Elements before the first. */
  readonly start: number;
}

/** Copies elements from one buffer to another. */
export function moveElements(
  machine: Machine,
  name: string,
  dtype: DType,
  count: number,
  from: Stretch,
  to: Stretch,
): void {
  const width = storedWidth(dtype);
  const bytes = [count, from.start, to.start].map((elements) => elements * width);
  // A device copies whole words.
  if (bytes.every((length) => length % 4 === 0)) {
    const [length = 0, source = 0, target = 0] = bytes;
    machine.recorder.copy(from.allocation, source, to.allocation.buffer, target, length);
  } else moveHalves(machine, name, count, from, to);
}

function moveHalves(
  { device, recorder, pipelines }: Machine,
  name: string,
  count: number,
  from: Stretch,
  to: Stretch,
): void {
  const { workgroups, index } = gridFor(count);
  const code = `enable f16;
@group(0) @binding(0) var<storage, read> source: array<f16>;
@group(0) @binding(1) var<storage, read_write> target_: array<f16>;
@group(0) @binding(2) var<uniform> start: vec4u;
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) gid: vec3u) {
  let i = ${index};
  if (i >= ${count}u) { return; }
  target_[start.y + i] = source[start.x + i];
}`;
  const pipeline = pipelines.of(code, "copy of half floats", name);
  const start = new Uint8Array(Uint32Array.of(from.start, to.start, 0, 0).buffer);
  const buffers = [from.allocation.buffer, to.allocation.buffer, pipelines.uniform(start)];
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  recorder.dispatch(pipeline, device.createBindGroup({ layout: pipeline.layout, entries }), workgroups);
}
