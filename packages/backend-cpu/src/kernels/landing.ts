import { present } from "../codegen/present.ts";
import type { StridedCopy } from "../codegen/strided-copy.ts";

/** An axis whose element `i` goes to `low + i · step`, if that is one of the `length` indices there. */
export interface LandingAxis {
  readonly size: number;
  readonly length: number;
  readonly low: number;
  readonly step: number;
  /** Source, target. */
  readonly strides: readonly [source: number, target: number];
}

export type Landing = Required<Pick<StridedCopy, "axes" | "sourceOffset" | "targetOffset">>;

/** The walk that copies all elements that have a place in the target. */
export function landing(axes: readonly LandingAxis[]): Landing {
  const firsts = axes.map(({ low, step }) => Math.max(0, Math.ceil(-low / step)));
  const sum = (term: (axis: LandingAxis, first: number) => number): number =>
    axes.reduce((total, axis, i) => total + term(axis, present(firsts[i])), 0);
  return {
    axes: axes.map(({ size, length, low, step, strides: [source, target] }, i) => {
      const end = Math.min(size, Math.floor((length - 1 - low) / step) + 1);
      return { size: Math.max(0, end - present(firsts[i])), strides: [source, step * target] };
    }),
    sourceOffset: sum(({ strides: [source] }, first) => first * source),
    targetOffset: sum(({ low, step, strides: [, target] }, first) => (low + first * step) * target),
  };
}
