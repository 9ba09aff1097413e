import { ArgumentInvalidError } from "../errors/tensor-errors.ts";

/**
 * Which axis is which: three layouts as text, with `N` batch, `C` feature, `O` and `I` output and input feature and
 * any other letters for the spatial axes, as in `["NHWC", "HWIO", "NHWC"]`; or lists of axes.
 */
export type ConvDimensionNumbers = readonly [lhs: string, rhs: string, out: string] | ConvSpecs;

export interface ConvSpecs {
  /** Batch, feature, then the spatial axes. */
  readonly lhsSpec: readonly number[];
  /** Output feature, input feature, then the spatial axes. */
  readonly rhsSpec: readonly number[];
  /** Batch, feature, then the spatial axes. */
  readonly outSpec: readonly number[];
}

const LAYOUTS: readonly (readonly [lhs: string, rhs: string, out: string])[] = [
  ["NC", "IO", "NC"],
  ["NHC", "HIO", "NHC"],
  ["NHWC", "HWIO", "NHWC"],
  ["NHWDC", "HWDIO", "NHWDC"],
];

/** The layouts with features last, by the number of spatial axes. */
export function channelsLast(
  operation: string,
  spatial: number,
): readonly [lhs: string, rhs: string, out: string] {
  const layout = LAYOUTS[spatial];
  if (layout !== undefined) return layout;
  throw new ArgumentInvalidError({
    operation,
    problem: "no layout is the usual one",
    expected: "at most 3 spatial axes",
    received: String(spatial),
    hint: "Name the axes: lax.convGeneralDilated(lhs, rhs, { dimensionNumbers: [lhs, rhs, out], … }).",
  });
}

/** Layouts as lists of axes. Left out: batch, feature, spatial axes; output feature, input feature, spatial axes. */
export function convSpecs(
  operation: string,
  dimensionNumbers: ConvDimensionNumbers | undefined,
  rank: number,
): ConvSpecs {
  if (dimensionNumbers === undefined) {
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    return { lhsSpec: axes, rhsSpec: axes, outSpec: axes };
  }
  if (!isLayouts(dimensionNumbers)) return dimensionNumbers;
  const [lhs, rhs, out] = dimensionNumbers;
  requireLayout(operation, lhs, "NC", rank);
  requireLayout(operation, rhs, "OI", rank);
  requireLayout(operation, out, "NC", rank);
  const spatial = rhs.split("").filter((letter) => !"OI".includes(letter));
  const specOf = (layout: string, features: string): number[] =>
    [...features.split(""), ...spatial].map((letter) => {
      const axis = layout.indexOf(letter);
      if (axis >= 0) return axis;
      throw new ArgumentInvalidError({
        operation,
        problem: "the layouts differ in their spatial axes",
        expected: `${spatial.join(", ")} in each of them`,
        received: JSON.stringify(dimensionNumbers),
      });
    });
  return { lhsSpec: specOf(lhs, "NC"), rhsSpec: specOf(rhs, "OI"), outSpec: specOf(out, "NC") };
}

function isLayouts(numbers: ConvDimensionNumbers): numbers is readonly [string, string, string] {
  return Array.isArray(numbers);
}

function requireLayout(operation: string, layout: string, features: string, rank: number): void {
  const once = new Set(layout).size === layout.length;
  if (layout.length === rank && once && features.split("").every((letter) => layout.includes(letter))) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "a layout does not fit",
    expected: `${rank} different letters, ${features[0]} and ${features[1]} among them`,
    received: JSON.stringify(layout),
  });
}
