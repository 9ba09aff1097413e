import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { emitStridedCopy } from "../../codegen/strided-copy.ts";
import { roundUp } from "../../memory/free-list.ts";
import { sizeOf } from "@elegy/autodiff/spi";
import { emitPackedProduct } from "../gemm/packed-product.ts";
import { forEachChunk } from "./chunks.ts";
import type { ConvolutionPlan } from "./convolution-plan.ts";
import type { Pointers } from "./direct.ts";
import { emitZeros } from "./padded-lhs.ts";
import { matrixProduct, type PatchPlan, patchPlan, type PhaseProduct } from "./patch-plan.ts";

/** Where things are in the workspace: padded lhs, a window and a C per phase, patches, panels. */
interface Room {
  readonly windows: readonly number[];
  readonly products: readonly number[];
  readonly patches: number;
  readonly panels: number;
  readonly bytes: number;
}

function roomOf({ padded, phases }: PatchPlan): Room {
  let bytes = padded.bytes;
  const take = (size: number): number => {
    bytes += size;
    return bytes - size;
  };
  const windows = phases.map(({ window }) => take(window.bytes));
  const products = phases.map(({ scatter, m, n }) => take(scatter === null ? 0 : roundUp(4 * m * n)));
  const patches = take(Math.max(0, ...phases.map(({ patchBytes }) => patchBytes)));
  const panels = take(Math.max(0, ...phases.map(({ panelBytes }) => panelBytes)));
  return { windows, products, patches, panels, bytes };
}

export function patchProductBytes(plan: ConvolutionPlan): number {
  return roomOf(patchPlan(plan)).bytes;
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
  const room = roomOf(patches);
  const { workspace } = pointers;
  emitZeros(code, workspace, padded.bytes);

  const [lhs, rhs, out] = [pointers.lhs, pointers.rhs, pointers.out].map((address) =>
    offset(code, address, 0),
  );
  repeat(code, plan.groups, () => {
    const places = phases.map((phase, i) => ({
      phase,
      window: emitWindow(code, phase, present(rhs), offset(code, workspace, present(room.windows[i]))),
      target: offset(code, present(out), 4 * phase.outStart),
      product: offset(code, workspace, present(room.products[i])),
    }));
    if (!byRows) {
      for (const { phase, target, product } of places)
        emitZeros(code, phase.scatter === null ? target : product, 4 * phase.m * phase.n);
    }
    const slab = offset(code, present(lhs), 0);
    repeat(code, slabs, () => {
      padded.copy(code, slab, workspace);
      for (const { phase, window, target, product } of places) {
        const result = phase.scatter === null ? target : product;
        emitPhase(module, code, phase, byRows, {
          lhs: offset(code, padded.bytes > 0 ? workspace : slab, 4 * phase.lhsStart),
          window,
          result,
          patches: offset(code, workspace, room.patches),
          panels: offset(code, workspace, room.panels),
        });
        if (byRows) emitScatter(code, phase, product, target);
        else advance(code, window, 4 * phase.window.row * sizeOf(phaseDepth(phase)));
        advance(code, target, 4 * slabStrides.out);
      }
      advance(code, slab, 4 * slabStrides.lhs);
    });
    if (!byRows) for (const { phase, target, product } of places) emitScatter(code, phase, product, target);
    advance(code, present(lhs), 4 * plan.groupStrides.lhs);
    advance(code, present(rhs), 4 * plan.groupStrides.rhs);
    advance(code, present(out), 4 * plan.groupStrides.out);
  });
}

/** The sizes of the axes that are cut into parts. */
function phaseDepth({ chunks }: PhaseProduct): number[] {
  return [...chunks.outer, chunks.blocked, ...chunks.inner].map(({ size }) => size);
}

/** The address of the window as a matrix: its own, or that of its copy. */
function emitWindow(code: FunctionBuilder, { window }: PhaseProduct, rhs: Local, copy: Local): Local {
  if (window.pack === null) return offset(code, rhs, 4 * window.start);
  const { axes, start } = window.pack;
  emitStridedCopy(code, { width: 4, source: rhs, target: copy, axes, sourceOffset: start });
  return copy;
}

interface Places {
  readonly lhs: Local;
  readonly window: Local;
  readonly result: Local;
  readonly patches: Local;
  readonly panels: Local;
}

function emitPhase(
  module: ModuleBuilder,
  code: FunctionBuilder,
  phase: PhaseProduct,
  byRows: boolean,
  { lhs, window, result, patches, panels }: Places,
): void {
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
      byRows ? { m: size, n, k: width } : { m: width, n, k: size },
      byRows,
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
}

function emitScatter(code: FunctionBuilder, { scatter }: PhaseProduct, product: Local, target: Local): void {
  if (scatter === null) return;
  emitStridedCopy(code, { width: 4, source: product, target, axes: scatter });
}
