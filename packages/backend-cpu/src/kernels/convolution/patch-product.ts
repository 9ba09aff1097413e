import { sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type FunctionRef, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Axis } from "../../codegen/axes.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { emitPackedProduct } from "../gemm/packed-product.ts";
import { type WorkspaceLayout, workspaceLayout } from "../workspace-layout.ts";
import { forEachChunk } from "./chunks.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import type { Pointers } from "./direct.ts";
import { matrixProduct, type PatchPlan, patchPlan, type PhaseProduct } from "./patch-plan.ts";

/** Where things are in the workspace: padded lhs, patches, panels, and for each phase a window and a C. */
function layoutOf({ padded, phases }: PatchPlan): WorkspaceLayout {
  return workspaceLayout([
    padded.bytes,
    Math.max(...phases.map(({ patchBytes }) => patchBytes)),
    Math.max(...phases.map(({ panelBytes }) => panelBytes)),
    ...phases.flatMap(({ window, scatter, m, n }) => [window.bytes, scatter === null ? 0 : 4 * m * n]),
  ]);
}

export function patchProductBytes(plan: ConvolutionPlan): number {
  return layoutOf(patchPlan(plan)).bytes;
}

/** A convolution as products of matrices, over patches of the operand where it is not such a matrix itself. */
export function emitPatchProduct(
  module: ModuleBuilder,
  code: FunctionBuilder,
  plan: ConvolutionPlan,
  pointers: Pointers,
): void {
  const patches = patchPlan(plan);
  const { byRows, padded, phases, slabs, slabStrides } = patches;
  const { workspace } = pointers;
  emitFilled(code, workspace, padded.bytes);

  const [lhs, rhs, out] = [pointers.lhs, pointers.rhs, pointers.out].map((address) =>
    offset(code, address, 0),
  );
  const [, patchAddress, panelAddress, ...ofPhases] = layoutOf(patches).offsets.map((at) =>
    offset(code, workspace, at),
  );
  repeat(code, plan.groups, () => {
    const places = phases.map((phase, i) => {
      const [copy, product] = [present(ofPhases[2 * i]), present(ofPhases[2 * i + 1])];
      const target = offset(code, present(out), 4 * phase.outStart);
      return {
        phase,
        window: emitWindow(module, code, phase, present(rhs), copy),
        target,
        product: phase.scatter === null ? target : product,
      };
    });
    if (!byRows) {
      for (const { phase, product } of places) emitFilled(code, product, 4 * phase.m * phase.n);
    }
    const slab = offset(code, present(lhs), 0);
    repeat(code, slabs, () => {
      padded.copy(code, slab, workspace);
      for (const { phase, window, target, product } of places) {
        code.get(offset(code, padded.bytes > 0 ? workspace : slab, 4 * phase.lhsStart)).get(window);
        code.get(product).get(present(patchAddress)).get(present(panelAddress));
        code.call(phaseFunction(module, patches, phase));
        if (byRows) emitScatter(module, code, phase, product, target);
        else advance(code, window, 4 * phase.window.row * sizeOf(phaseDepth(phase)));
        advance(code, target, 4 * slabStrides.out);
      }
      advance(code, slab, 4 * slabStrides.lhs);
    });
    if (!byRows)
      for (const { phase, target, product } of places) emitScatter(module, code, phase, product, target);
    advance(code, present(lhs), 4 * plan.groupStrides.lhs);
    advance(code, present(rhs), 4 * plan.groupStrides.rhs);
    advance(code, present(out), 4 * plan.groupStrides.out);
  });
}

/** The sizes of the axes that are cut into parts. */
function phaseDepth({ chunks }: PhaseProduct): number[] {
  return [...chunks.outer, chunks.blocked, ...chunks.inner].map(({ size }) => size);
}

/** A moving address of the window as a matrix: its own, or that of its copy. */
function emitWindow(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { window }: PhaseProduct,
  rhs: Local,
  copy: Local,
): Local {
  if (window.pack === null) return offset(code, rhs, 4 * window.start);
  code.get(offset(code, rhs, 4 * window.pack.start)).get(copy);
  code.call(defineCopy(module, window.pack.axes));
  return offset(code, copy, 0);
}

function emitScatter(
  module: ModuleBuilder,
  code: FunctionBuilder,
  { scatter }: PhaseProduct,
  product: Local,
  target: Local,
): void {
  if (scatter !== null) code.get(product).get(target).call(defineCopy(module, scatter));
}

/** A function of `(source, target)`. */
function defineCopy(module: ModuleBuilder, axes: readonly Axis[]): FunctionRef {
  return module.known(`copy ${JSON.stringify(axes)}`, () => {
    const code = new FunctionBuilder(["i32", "i32"]);
    const [source, target] = code.params;
    emitStridedCopy(code, { width: 4, source, target, axes });
    return module.define(code);
  });
}

/** A function of `(lhs, window, result, patches, panels)`. Phases that differ in nothing but their place share one. */
function phaseFunction(
  module: ModuleBuilder,
  { dtype, byRows }: PatchPlan,
  phase: PhaseProduct,
): FunctionRef {
  const { chunks, across, direct, n, window } = phase;
  const key = { dtype, byRows, chunks, across, direct, n, row: window.row, column: window.column };
  return module.known(`phase ${JSON.stringify(key)}`, () => definePhase(module, { dtype, byRows }, phase));
}

function definePhase(
  module: ModuleBuilder,
  kind: Pick<PatchPlan, "dtype" | "byRows">,
  phase: PhaseProduct,
): FunctionRef {
  const code = new FunctionBuilder(["i32", "i32", "i32", "i32", "i32"]);
  const [lhs, window, result, patches, panels] = code.params;
  const { byRows } = kind;
  const { chunks, across, direct, n } = phase;
  const width = sizeOf(across.map(({ size }) => size));
  forEachChunk(code, chunks, [lhs, byRows ? result : window], ([source, other], axes) => {
    const size = sizeOf(axes.map((axis) => axis.size));
    if (direct === null) {
      const walk = [...axes, ...across];
      emitStridedCopy(code, {
        width: 4,
        source: present(source),
        target: patches,
        axes: walk.map((axis, i) => ({
          size: axis.size,
          strides: [present(axis.strides[0]), sizeOf(walk.slice(i + 1).map((inner) => inner.size))],
        })),
      });
    }
    const product = matrixProduct(
      kind,
      byRows ? { m: size, n, k: width } : { m: width, n, k: size },
      direct,
      phase.window,
    );
    emitPackedProduct(module, code, product, {
      a: direct === null ? patches : present(source),
      b: byRows ? window : present(other),
      c: byRows ? present(other) : result,
      workspace: panels,
      adds: !byRows,
    });
  });
  return module.define(code);
}
