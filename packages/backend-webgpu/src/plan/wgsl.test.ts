import { lax, makeGraph, np, setBackend, type Tensor } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dispatch } from "../kernels/dispatch.ts";
import type { DeviceTraits } from "../kernels/kernel-rule.ts";
import { stagesOf } from "./stages-of.ts";

beforeEach(() => setBackend(reference()));

const traits: DeviceTraits = {
  shaderF16: true,
  maxStorageBuffers: 8,
  maxInvocations: 256,
};

const ones = (...shape: number[]): Tensor => np.ones(shape, { dtype: "float32" });

/** The dispatches of a function; no device is asked. */
function dispatchesOf<A extends readonly Tensor[]>(
  f: (...operands: A) => unknown,
  ...operands: A
): Dispatch[] {
  const graph = makeGraph(f)(...operands);
  return stagesOf(graph, traits).flatMap((stage) =>
    stage.kind === "step" && stage.work.kind === "dispatches" ? stage.work.make(() => undefined) : [],
  );
}

const codeOf = (dispatches: readonly Dispatch[]): string =>
  dispatches.map(({ label, code, workgroups }) => `// ${label}: ${workgroups.join()}\n${code}`).join("\n\n");

describe("WGSL", () => {
  it("of a bias and a rectifier is one kernel that repeats the bias", () => {
    const f = (x: Tensor, b: Tensor): Tensor => np.maximum(x.add(b), 0);
    expect(codeOf(dispatchesOf(f, ones(32, 10), ones(10)))).toMatchInlineSnapshot(`
      "// add max: 5,1,1
      @group(0) @binding(0) var<storage, read> b0: array<f32>;
      @group(0) @binding(1) var<storage, read> b1: array<f32>;
      @group(0) @binding(2) var<storage, read_write> b2: array<f32>;
      fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
      fn maximum(x: f32, y: f32) -> f32 {
        let both = bitcast<f32>(bitcast<u32>(x) & bitcast<u32>(y));
        let larger = select(select(y, x, x > y), both, x == y);
        return select(select(larger, y, is_nan(y)), x, is_nan(x));
      }
      @compute @workgroup_size(64)
      fn main(@builtin(global_invocation_id) gid: vec3u) {
        if (gid.x >= 320u) { return; }
        let v0 = b0[gid.x];
        let v1 = gid.x % 10u;
        let v2 = b1[v1];
        let v3 = (v0 + v2);
        let v4 = maximum(v3, 0f);
        b2[gid.x] = v4;
      }"
    `);
  });

  it("of a transposed and padded operand reads where the element was", () => {
    const f = (x: Tensor): Tensor =>
      np
        .pad(x.transpose(), [
          [1, 0],
          [0, 0],
        ])
        .neg();
    expect(codeOf(dispatchesOf(f, ones(4, 3)))).toMatchInlineSnapshot(`
      "// neg: 1,1,1
      @group(0) @binding(0) var<storage, read> b0: array<f32>;
      @group(0) @binding(1) var<storage, read_write> b1: array<f32>;
      @compute @workgroup_size(64)
      fn main(@builtin(global_invocation_id) gid: vec3u) {
        if (gid.x >= 16u) { return; }
        let v0 = (gid.x / 4u);
        let v1 = v0 - 1u;
        let v2 = gid.x % 4u;
        var v3: f32;
        if (v1 < 3u) {
          let v4 = v2 * 3u + v1;
          let v5 = b0[v4];
          v3 = v5;
        }
        else {
          v3 = 0f;
        }
        let v6 = bitcast<f32>(bitcast<u32>(v3) ^ 0x80000000u);
        b1[gid.x] = v6;
      }"
    `);
  });

  it("of a sum takes in what is before and after it", () => {
    const f = (x: Tensor): Tensor => x.mul(x).sum({ axis: 0 }).div(64);
    expect(codeOf(dispatchesOf(f, ones(64, 5)))).toMatchInlineSnapshot(`
      "// mul reduceSum div: 2,1,1
      @group(0) @binding(0) var<storage, read> b0: array<f32>;
      @group(0) @binding(1) var<storage, read_write> b1: array<f32>;
      var<workgroup> shared_reduceSum_0: array<f32, 64>;
      @compute @workgroup_size(64)
      fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
        let v0 = local / 4u;
        let v1 = local % 4u;
        let v2 = group.x * 4u + v1;
        var sum_reduceSum_0 = 0f;
        if (v2 < 5u) {
          for (var k = v0; k < 64u; k += 16u) {
            let v3 = k * 5u;
            let v4 = v2 + v3;
            let v5 = b0[v4];
            let v6 = (v5 * v5);
            sum_reduceSum_0 = (sum_reduceSum_0 + v6);
          }
        }
        shared_reduceSum_0[local] = sum_reduceSum_0;
        workgroupBarrier();
        if (v0 < 1u) {
          for (var k = v0 + 1u; k < 16u; k += 1u) {
            let v7 = shared_reduceSum_0[v1 + k * 4u];
            sum_reduceSum_0 = (sum_reduceSum_0 + v7);
          }
        }
        if (v0 == 0u && v2 < 5u) {
          let v8 = (sum_reduceSum_0 / 64f);
          b1[v2] = v8;
        }
      }"
    `);
  });

  it("of truth values and half floats stores words and halves", () => {
    const f = (x: Tensor, p: Tensor): Tensor => np.where(p, x.add(x), x);
    const half = np.ones([8], { dtype: "float16" });
    expect(codeOf(dispatchesOf(f, half, np.ones([8], { dtype: "bool" })))).toMatchInlineSnapshot(`
      "// add select: 1,1,1
      enable f16;
      @group(0) @binding(0) var<storage, read> b0: array<f16>;
      @group(0) @binding(1) var<storage, read> b1: array<u32>;
      @group(0) @binding(2) var<storage, read_write> b2: array<f16>;
      fn to_half(x: f32) -> f32 {
        let bits = bitcast<u32>(x);
        let magnitude = bits & 0x7fffffffu;
        // Below the normal range a multiple of 2^-24, counted as a whole number.
        let small = bitcast<u32>(round(bitcast<f32>(min(magnitude, 0x38800000u)) * 16777216f) * 5.9604644775390625e-8f);
        let rounded = (magnitude + 0xfffu + ((magnitude >> 13u) & 1u)) & 0xffffe000u;
        let normal = select(rounded, 0x7f800000u, rounded >= 0x47800000u);
        let finite = select(normal, small, magnitude < 0x38800000u);
        return bitcast<f32>(select(finite, magnitude, magnitude >= 0x7f800000u) | (bits & 0x80000000u));
      }
      @compute @workgroup_size(64)
      fn main(@builtin(global_invocation_id) gid: vec3u) {
        if (gid.x >= 8u) { return; }
        let v0 = f32(b0[gid.x]);
        let v1 = to_half((v0 + v0));
        let v2 = b1[gid.x] != 0u;
        let v3 = select(v0, v1, v2);
        b2[gid.x] = f16(v3);
      }"
    `);
  });
});

describe("kernels", () => {
  it("of an update in place bind the table once, and write nothing else", () => {
    const rows = np.array([1, 3], { dtype: "int32" });
    const place = np.array(1, { dtype: "int32" });
    const bound = <A extends readonly Tensor[]>(f: (...operands: A) => Tensor, ...operands: A): unknown =>
      stagesOf(makeGraph(f)(...operands), traits).flatMap((stage) =>
        stage.kind === "step" && stage.overwritable.length > 0 && stage.work.kind === "dispatches"
          ? stage.work
              .make((operand) => (operand === 0 ? 0 : undefined))
              .map(({ bindings, workgroups }) => [
                bindings
                  .map((one) =>
                    one.kind === "scratch" || one.kind === "uniform" ? one.kind : `${one.kind} ${one.index}`,
                  )
                  .join(),
                workgroups[0],
              ])
          : [],
      );
    const added = (x: Tensor, i: Tensor, y: Tensor): Tensor => x.at(i).add(y);
    expect(bound(added, ones(50, 4), rows, ones(2, 4))).toContainEqual(["operand 2,operand 1,result 0", 4]);
    const written = (x: Tensor, y: Tensor, i: Tensor): Tensor => lax.dynamicUpdateSlice(x, y, [i]);
    expect(bound(written, ones(5000), ones(3), place)).toContainEqual(["operand 1,operand 2,result 0", 1]);
  });

  it("of one reduction over very many elements are two", () => {
    expect(dispatchesOf((x: Tensor) => x.sum(), ones(100, 1000))).toHaveLength(2);
    expect(dispatchesOf((x: Tensor) => x.sum(), ones(10, 100))).toHaveLength(1);
  });

  it("share a pass over the elements: a value, its sum and its maximum", () => {
    const f = (x: Tensor): Tensor[] => {
      const y = x.mul(2);
      return [y, y.sum({ axis: 1 }), y.max({ axis: 1 })];
    };
    expect(dispatchesOf(f, ones(8, 20))).toHaveLength(1);
  });

  it("do not read a sum in the pass that computes it", () => {
    const f = (x: Tensor): Tensor => x.sub(x.mean({ axis: 1, keepdims: true }));
    expect(dispatchesOf(f, ones(8, 20))).toHaveLength(2);
  });

  it("stay within the storage buffers that a device has", () => {
    const f = (...all: Tensor[]): Tensor => all.reduce((sum, one) => sum.add(one));
    const dispatches = dispatchesOf(f, ...Array.from({ length: 20 }, () => ones(16)));
    expect(dispatches.length).toBeGreaterThan(1);
    for (const { bindings } of dispatches)
      expect(bindings.length).toBeLessThanOrEqual(traits.maxStorageBuffers);
  });

  it("write a concatenation of many operands part by part", () => {
    const f = (...all: Tensor[]): Tensor => np.concatenate(all);
    expect(dispatchesOf(f, ...Array.from({ length: 10 }, () => ones(4)))).toHaveLength(10);
    expect(dispatchesOf(f, ones(4), ones(2))).toHaveLength(1);
  });

  it("are none for what is empty", () => {
    expect(dispatchesOf((x: Tensor) => x.add(1), ones(0, 3))).toEqual([]);
  });
});
