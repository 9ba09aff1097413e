import { type ConvolutionPhase, type DType, sizeOf } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { type Axis, mergeAxes } from "../../codegen/axes.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import { advance, forEachIndex, offset, repeat } from "../../codegen/loop.ts";
import { emitMultiplyAdd } from "../../codegen/multiply-add.ts";
import { present } from "../../codegen/present.ts";
import { type ConvolutionPlan, needsPadding } from "./convolution-plan.ts";
import { emitZeros, type PaddedLhs, paddedLhs } from "./padded-lhs.ts";

/** Up to so many products of one sum are written out. */
const UNROLLED = 16;
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
    emitZeros(code, source, padded.bytes);
    padded.copy(code, pointers.lhs, source);
  }
  for (const phase of plan.phases) emitPhase(code, plan, padded, phase, { ...pointers, lhs: source });
}

function emitPhase(
  code: FunctionBuilder,
  { dtype, groups, groupedRole, groupStrides, lhs, rhs, out }: ConvolutionPlan,
  padded: PaddedLhs,
  phase: readonly ConvolutionPhase[],
  pointers: Pointers,
): void {
  const spatial = phase.map((along, i) => ({
    ...along,
    lhs: present(padded.strides[i + 2]),
    rhs: present(rhs.strides[i + 2]),
    out: present(out.strides[i + 2]),
  }));
  const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0);
  const start = padded.start + total(spatial.map((axis) => axis.first * axis.lhs));
  const source = offset(code, pointers.lhs, 4 * start);
  const window = offset(code, pointers.rhs, 4 * total(spatial.map((axis) => axis.tapStart * axis.rhs)));
  const target = offset(code, pointers.out, 4 * total(spatial.map((axis) => axis.start * axis.out)));

  // Strides: lhs, rhs, out.
  const lhsGroup = present(lhs.sizes[groupedRole]) * present(padded.strides[groupedRole]);
  const results: Axis[] = mergeAxes([
    { size: present(out.sizes[0]), strides: [present(padded.strides[0]), 0, present(out.strides[0])] },
    ...spatial.map((axis) => ({
      size: axis.count,
      strides: [axis.stride * axis.lhs, 0, axis.step * axis.out],
    })),
    { size: groups, strides: [lhsGroup, groupStrides.rhs, groupStrides.out] },
    { size: present(out.sizes[1]), strides: [0, present(rhs.strides[0]), present(out.strides[1])] },
  ]);
  const products: Axis[] = mergeAxes(
    [
      ...spatial.map((axis) => ({
        size: axis.taps,
        strides: [axis.dilation * axis.lhs, axis.tapStep * axis.rhs],
      })),
      { size: present(rhs.sizes[1]), strides: [present(padded.strides[1]), present(rhs.strides[1])] },
    ].toSorted((a, b) => present(b.strides[0]) - present(a.strides[0])),
  );
  const isLong = products.length > 1 && sizeOf(products.map(({ size }) => size)) > LONG;
  const parts = isLong ? products.slice(0, 1) : [];
  const sums = isLong ? products.slice(1) : products;
  const vector = results.findIndex(({ size, strides }) => {
    const [a = 2, b = 2, c = 2] = strides;
    return size >= 4 && a <= 1 && b <= 1 && c === 1;
  });
  const inner = results[vector];
  const cursors = [source, window, target].map((address) => ({ address, width: 4 }));
  const adds = isLong ? code.local("i32") : null;
  if (adds !== null) code.i32(0).set(adds);
  forEachIndex(code, parts, cursors.slice(0, 2), () => {
    const starts = cursors.map(({ address, width }) => ({ address: offset(code, address, 0), width }));
    forEachIndex(code, results.toSpliced(vector, inner === undefined ? 0 : 1), starts, () => {
      const moving = starts.map(({ address }) => offset(code, address, 0));
      const strip = (lanes: 1 | 4, count: number): void =>
        repeat(code, count, () => {
          emitSums(code, sums, moving, { strides: inner?.strides ?? [0, 0, 0], lanes, dtype, adds });
          for (const [i, address] of moving.entries())
            advance(code, address, 4 * lanes * (inner?.strides[i] ?? 0));
        });
      strip(4, Math.floor((inner?.size ?? 0) / 4));
      strip(1, inner === undefined ? 1 : inner.size % 4);
    });
    if (adds !== null) code.i32(1).set(adds);
  });
}

interface SumKind {
  /** Of lhs, rhs and out, from one lane to the next. */
  readonly strides: readonly number[];
  readonly lanes: 1 | 4;
  readonly dtype: DType;
  /** Whether, at run time, the sum is added to the result; `null`: never. */
  readonly adds: Local | null;
}

function emitSums(
  code: FunctionBuilder,
  products: readonly Axis[],
  [lhs, rhs, out]: readonly Local[],
  { strides, lanes, dtype, adds }: SumKind,
): void {
  const [sum, part] = [code.local("v128"), code.local("v128")];
  const add = laneOp("add", dtype);
  const multiplyAdd = (a: Local, b: Local, aBytes: number, bBytes: number): void => {
    emitMultiplyAdd(code, dtype, part, () => {
      for (const [address, bytes, stride] of [
        [a, aBytes, strides[0]],
        [b, bBytes, strides[1]],
      ] as const) {
        const load = lanes === 1 ? "v128.load32_zero" : stride === 0 ? "v128.load32_splat" : "v128.load";
        code.get(address).memory(load, bytes);
      }
    });
  };
  const flush = (): void => void code.get(sum).get(part).op(add).set(sum).v128(0).set(part);
  const [left, right, result] = [present(lhs), present(rhs), present(out)];
  const loadResult = (): void =>
    void code
      .get(result)
      .memory(lanes === 1 ? "v128.load32_zero" : "v128.load")
      .set(sum);
  code.v128(0).set(sum).v128(0).set(part);
  if (adds !== null) code.get(adds).if(loadResult);
  if (sizeOf(products.map(({ size }) => size)) <= UNROLLED) {
    for (const [a, b] of indexOffsets(products)) multiplyAdd(left, right, 4 * a, 4 * b);
  } else {
    const cursors = [left, right].map((address) => ({ address: offset(code, address, 0), width: 4 }));
    // Partial sums keep the error of long sums small.
    forEachIndex(code, products.slice(0, 1), cursors, () => {
      const inner = cursors.map(({ address, width }) => ({ address: offset(code, address, 0), width }));
      const [innerA, innerB] = inner.map(({ address }) => address);
      forEachIndex(code, products.slice(1), inner, () => multiplyAdd(present(innerA), present(innerB), 0, 0));
      flush();
    });
  }
  flush();
  code.get(result).get(sum);
  if (lanes === 4) code.memory("v128.store");
  else code.memoryLane("v128.store32_lane", 0);
}

function indexOffsets([axis, ...inner]: readonly Axis[]): (readonly [lhs: number, rhs: number])[] {
  if (axis === undefined) return [[0, 0]];
  const rest = indexOffsets(inner);
  const [lhs = 0, rhs = 0] = axis.strides;
  return Array.from({ length: axis.size }, (_, i) =>
    rest.map(([a, b]) => [a + i * lhs, b + i * rhs] as const),
  ).flat();
}
