/** A convolution along one spatial axis. */
export interface ConvolutionAxis {
  readonly size: number;
  readonly window: number;
  readonly count: number;
  readonly stride: number;
  readonly low: number;
  readonly lhsDilation: number;
  readonly rhsDilation: number;
}

/**
 * The results `start + q·step` along an axis, which all meet the same elements of the window, `tapStart + j·tapStep`, and
 * read the operand without holes, at `first + q·stride + j·dilation`.
 */
export interface ConvolutionPhase {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly tapStart: number;
  readonly tapStep: number;
  readonly taps: number;
  readonly first: number;
  readonly stride: number;
  readonly dilation: number;
}

/**
 * A dilated operand is mostly holes, and multiplying zeros is no use. Results whose windows fall on the holes in the same
 * way are a convolution of their own over the operand as it is, with a part of the window.
 *
 * @example
 * ```ts
 * import { convolutionPhases } from "@elegy/autodiff/spi";
 *
 * // The gradient of a window of 3 that moves by 2: every second result meets one element of it, the others two.
 * const axis = { size: 4, window: 3, count: 8, stride: 1, low: 1, lhsDilation: 2, rhsDilation: 1 };
 * convolutionPhases(axis).map(({ start, step, taps }) => [start, step, taps]); // => [[0,2,1],[1,2,2]]
 * ```
 */
export function convolutionPhases(axis: ConvolutionAxis): ConvolutionPhase[] {
  const { window, count, stride, low, lhsDilation, rhsDilation } = axis;
  const step = lhsDilation / divisor(stride, lhsDilation);
  const tapStep = lhsDilation / divisor(rhsDilation, lhsDilation);
  return Array.from({ length: Math.min(step, count) }, (_, start) => {
    const place = (tap: number): number => start * stride + tap * rhsDilation - low;
    const candidates = Array.from({ length: Math.min(tapStep, window) }, (_tap, index) => index);
    const tapStart = candidates.find((tap) => place(tap) % lhsDilation === 0);
    return {
      start,
      step,
      count: Math.ceil((count - start) / step),
      tapStart: tapStart ?? 0,
      tapStep,
      taps: tapStart === undefined ? 0 : Math.ceil((window - tapStart) / tapStep),
      first: place(tapStart ?? 0) / lhsDilation,
      stride: (stride * step) / lhsDilation,
      dilation: (rhsDilation * tapStep) / lhsDilation,
    };
  });
}

/**
 * One phase of each axis, in all combinations.
 *
 * @example
 * ```ts
 * import { convolutionPhases, phaseCombinations } from "@elegy/autodiff/spi";
 *
 * const axis = { size: 4, window: 3, count: 8, stride: 1, low: 1, lhsDilation: 2, rhsDilation: 1 };
 * phaseCombinations([convolutionPhases(axis), convolutionPhases(axis)]).length; // => 4
 * ```
 */
export function phaseCombinations([
  phases,
  ...rest
]: readonly (readonly ConvolutionPhase[])[]): ConvolutionPhase[][] {
  if (phases === undefined) return [[]];
  const others = phaseCombinations(rest);
  return phases.flatMap((phase) => others.map((other) => [phase, ...other]));
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
