import { type ConvolutionPhase, type DType, sizeOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { MemoryOpName } from "../../assembler/opcodes.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { emitLoad, emitStore, type Lane } from "../../codegen/element-access.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import { forEachIndex, offset } from "../../codegen/loop.ts";
import { emitMultiplyAdd } from "../../codegen/multiply-add.ts";
import { present } from "../../codegen/present.ts";
import { forEachPlace, UNROLLED } from "../for-each-place.ts";
import { forEachVector, isVector } from "../for-each-vector.ts";
import { type ConvolutionPlan, needsPadding } from "./convolution-plan.ts";
import { type PaddedLhs, paddedLhs } from "./padded-lhs.ts";

/** Longer sums are made in parts, of all results in turn: what the parts read stays in the cache. */
const LONG = 512;

export interface Pointers {
  readonly lhs: Local;
  readonly rhs: Local;
  readonly out: Local;
  readonly workspace: Local;
}

/** Whether each group is so small that there is no product of matrices, but they lie side by side as vectors want. */
export function isDepthwise({ groupStrides }: ConvolutionPlan): boolean {
  return groupStrides.lhs === 1 && groupStrides.rhs === 1 && groupStrides.out === 1;
}

function whole(plan: ConvolutionPlan): PaddedLhs {
  const { sizes, strides } = plan.wholeLhs;
  const slower = (a: number, b: number): number => present(strides[b]) - present(strides[a]);
  const order = sizes.map((_, role) => role).toSorted(slower);
  return paddedLhs(plan.wholeLhs, plan.extents, order, needsPadding(plan));
}

export function directBytes(plan: ConvolutionPlan): number {
  return whole(plan).bytes;
}

/** Each result a sum of its own; four of them at a time where the innermost axis of all three operands allows it. */
export function emitDirect(code: FunctionBuilder, plan: ConvolutionPlan, pointers: Pointers): void {
  const padded = whole(plan);
  let source = pointers.lhs;
  if (padded.bytes > 0) {
    source = pointers.workspace;
    emitFilled(code, source, padded.bytes);
    padded.copy(code, pointers.lhs, source);
  }
  // Sums in parts are added to what is there.
  const isLong = plan.phases.some(
    (phase) => sizeOf(phase.map(({ taps }) => taps)) * present(plan.rhs.sizes[1]) > LONG,
  );
  if (isLong) emitFilled(code, pointers.out, 4 * plan.groups * sizeOf(plan.out.sizes));
  for (const phase of plan.phases) emitPhase(code, plan, padded, phase, { ...pointers, lhs: source }, isLong);
}

function emitPhase(
  code: FunctionBuilder,
  { dtype, groups, groupedRole, groupStrides, lhs, rhs, out }: ConvolutionPlan,
  padded: PaddedLhs,
  phase: readonly ConvolutionPhase[],
  pointers: Pointers,
  isLong: boolean,
): void {
  const spatial = phase.map((along, i) => ({
    ...along,
    lhs: present(padded.strides[i + 2]),
    rhs: present(rhs.strides[i + 2]),
    out: present(out.strides[i + 2]),
  }));
  const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
  const lhsGroup = present(lhs.sizes[groupedRole]) * present(padded.strides[groupedRole]);
  const results = vectorLast(
    mergeAxes([
      { size: present(out.sizes[0]), strides: [present(padded.strides[0]), 0, present(out.strides[0])] },
      ...spatial.map((axis) => ({
        size: axis.count,
        strides: [axis.stride * axis.lhs, 0, axis.step * axis.out],
      })),
      { size: groups, strides: [lhsGroup, groupStrides.rhs, groupStrides.out] },
      { size: present(out.sizes[1]), strides: [0, present(rhs.strides[0]), present(out.strides[1])] },
    ]),
  );
  const products: Axis[] = mergeAxes(
    [
      ...spatial.map((axis) => ({
        size: axis.taps,
        strides: [axis.dilation * axis.lhs, axis.tapStep * axis.rhs],
      })),
      { size: present(rhs.sizes[1]), strides: [present(padded.strides[1]), present(rhs.strides[1])] },
    ].toSorted((a, b) => present(b.strides[0]) - present(a.strides[0])),
  );
  const parts = isLong && products.length > 1 ? products.slice(0, 1) : [];
  const cursors = [
    { address: pointers.lhs, start: padded.start + total(spatial.map((axis) => axis.first * axis.lhs)) },
    { address: pointers.rhs, start: total(spatial.map((axis) => axis.tapStart * axis.rhs)) },
    { address: pointers.out, start: total(spatial.map((axis) => axis.start * axis.out)) },
  ].map(({ address, start }) => ({ address: offset(code, address, 4 * start), width: 4 }));
  const strides = results.at(-1)?.strides ?? [];
  forEachIndex(code, parts, cursors.slice(0, 2), () =>
    forEachVector(code, results, cursors, (addresses, lane) =>
      emitSums(code, products.slice(parts.length), addresses, { strides, lane, dtype, adds: isLong }),
    ),
  );
}

/** The same walk, but an axis of four or more neighbours is walked fastest. */
function vectorLast(axes: readonly Axis[]): readonly Axis[] {
  const at = axes.findIndex((axis) => axis.size >= 4 && isVector(axis));
  return at < 0 ? axes : [...axes.toSpliced(at, 1), present(axes[at])];
}

interface SumKind {
  /** Of lhs, rhs and out, from one lane to the next. */
  readonly strides: readonly number[];
  readonly lane: Lane;
  readonly dtype: DType;
  /** Whether the sum is added to the result. */
  readonly adds: boolean;
}

function emitSums(
  code: FunctionBuilder,
  products: readonly Axis[],
  [lhs, rhs, out]: readonly Local[],
  { strides, lane, dtype, adds }: SumKind,
): void {
  const [sum, part] = [code.local("v128"), code.local("v128")];
  const loadOf = (operand: number): MemoryOpName => {
    if (lane === "one") return "v128.load32_zero";
    return strides[operand] === 0 ? "v128.load32_splat" : "v128.load";
  };
  const [left, right, result] = [present(lhs), present(rhs), present(out)];
  if (adds) emitLoad(code, result, dtype, lane);
  else code.v128(0);
  code.set(sum).v128(0).set(part);
  // Partial sums keep the error of long sums small.
  const whole = sizeOf(products.map(({ size }) => size)) > UNROLLED ? products.slice(0, 1) : [];
  const factors = [left, right].map((address) => ({ address: offset(code, address, 0), width: 4 }));
  forEachIndex(code, whole, factors, () => {
    forEachPlace(code, products.slice(whole.length), factors, (places) =>
      emitMultiplyAdd(code, dtype, part, () => {
        for (const [i, { address, bytes }] of places.entries()) code.get(address).memory(loadOf(i), bytes);
      }),
    );
    code.get(sum).get(part).op(laneOp("add", dtype)).set(sum).v128(0).set(part);
  });
  emitStore(code, result, sum, dtype, lane);
}
