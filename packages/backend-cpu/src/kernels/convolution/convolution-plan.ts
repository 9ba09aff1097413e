import {
  type ConvolutionPhase,
  type CorePrimitives,
  type DType,
  convolutionPhases,
  phaseCombinations,
  type Shape,
  stridesOf,
  type NodeSpec,
} from "@elegy/autodiff/spi";
import { present } from "../../codegen/present.ts";

/** Sizes and strides, in elements, of batch, feature, spatial axes (of rhs: output feature, input feature, …). */
export interface Roles {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** The part of the operand along a spatial axis that some window reads: it may begin before and end behind it. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** A convolution as so many groups, each of them some convolutions without holes that share their operands. */
export interface ConvolutionPlan {
  /** Of 32 bits. */
  readonly dtype: DType;
  readonly groups: number;
  /** The role of lhs that is divided into groups: batch or feature. */
  readonly groupedRole: 0 | 1;
  /** Elements from one group to the next. */
  readonly groupStrides: { readonly lhs: number; readonly rhs: number; readonly out: number };
  /** Of one group. */
  readonly lhs: Roles;
  readonly rhs: Roles;
  readonly out: Roles;
  /** Of all groups. */
  readonly wholeLhs: Roles;
  /** Phases of each spatial axis; those without an element of the window are left out. */
  readonly phases: readonly (readonly ConvolutionPhase[])[];
  /** Whether the phases give every result. */
  readonly complete: boolean;
  /** One per spatial axis. */
  readonly extents: readonly Extent[];
}

export function convolutionPlan({
  params,
  inputs,
  outputs,
}: NodeSpec<CorePrimitives["convGeneralDilated"]>): ConvolutionPlan {
  const { lhsSpec, rhsSpec, outSpec, featureGroupCount, batchGroupCount } = params;
  const lhs = rolesOf(present(inputs[0]).shape, lhsSpec);
  const rhs = rolesOf(present(inputs[1]).shape, rhsSpec);
  const out = rolesOf(present(outputs[0]).shape, outSpec);
  const groups = featureGroupCount * batchGroupCount;
  const perAxis = out.sizes.slice(2).map((count, i) =>
    convolutionPhases({
      size: present(lhs.sizes[i + 2]),
      window: present(rhs.sizes[i + 2]),
      count,
      stride: present(params.windowStrides[i]),
      low: present(params.padding[i])[0],
      lhsDilation: present(params.lhsDilation[i]),
      rhsDilation: present(params.rhsDilation[i]),
    }),
  );
  const all = phaseCombinations(perAxis);
  const phases = all.filter((phase) => phase.every(({ taps }) => taps > 0));
  const groupedRole = batchGroupCount > 1 ? 0 : 1;
  return {
    dtype: present(inputs[0]).dtype,
    groups,
    groupedRole,
    groupStrides: {
      lhs: (present(lhs.sizes[groupedRole]) / groups) * present(lhs.strides[groupedRole]),
      rhs: (present(rhs.sizes[0]) / groups) * present(rhs.strides[0]),
      out: (present(out.sizes[1]) / groups) * present(out.strides[1]),
    },
    lhs: divided(lhs, groupedRole, groups),
    rhs: divided(rhs, 0, groups),
    out: divided(out, 1, groups),
    wholeLhs: lhs,
    phases,
    complete: phases.length === all.length,
    extents: perAxis.map((_, i) => extentOf(phases.map((phase) => present(phase[i])))),
  };
}

function rolesOf(shape: Shape, spec: readonly number[]): Roles {
  const strides = stridesOf(shape);
  return {
    sizes: spec.map((axis) => present(shape[axis])),
    strides: spec.map((axis) => present(strides[axis])),
  };
}

function divided({ sizes, strides }: Roles, role: number, groups: number): Roles {
  return { sizes: sizes.map((size, i) => (i === role ? size / groups : size)), strides };
}

function extentOf(phases: readonly ConvolutionPhase[]): Extent {
  return {
    from: Math.min(...phases.map(({ first }) => first)),
    to: Math.max(
      ...phases.map(
        ({ first, count, stride, taps, dilation }) =>
          first + (count - 1) * stride + (taps - 1) * dilation + 1,
      ),
    ),
  };
}

/** Whether some window reads beyond the operand. */
export function needsPadding({ lhs, extents }: ConvolutionPlan): boolean {
  return extents.some(({ from, to }, i) => from < 0 || to > present(lhs.sizes[i + 2]));
}
