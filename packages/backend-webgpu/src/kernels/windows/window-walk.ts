import type { Shape, WindowParams } from "@elegy/autodiff/spi";
import { stridesOf } from "@elegy/autodiff/spi";
import { coordinatesOf, offsetOf } from "../../wgsl/coordinates.ts";

interface Axis {
  readonly size: number;
  readonly count: number;
  readonly dimension: number;
  readonly stride: number;
  readonly low: number;
  readonly baseDilation: number;
  readonly windowDilation: number;
}

function axesOf(operand: Shape, windows: Shape, params: WindowParams): Axis[] {
  return operand.map((size, axis) => ({
    size,
    count: windows[axis]!,
    dimension: params.windowDimensions[axis]!,
    stride: params.windowStrides[axis]!,
    low: params.padding[axis]![0],
    baseDilation: params.baseDilation[axis]!,
    windowDilation: params.windowDilation[axis]!,
  }));
}

/**
 * Walks over the places of window `i` in C order. `inside` runs for an element, whose offset in the operand is `offset`;
 * `outside` for padding and holes.
 */
export function forEachPlace(
  operand: Shape,
  windows: Shape,
  params: WindowParams,
  bodies: { readonly inside: string; readonly outside?: string },
): string {
  const window = coordinatesOf("i", windows, "window");
  const axes = axesOf(operand, windows, params);
  const loops = axes.map(({ dimension }, axis) => loopOver("step", axis, dimension));
  const places = axes.map((axis, i) => placeInOperand(axis, i, window.at[i]!));
  const tests = places.flatMap(({ test }) => test);
  const outside = bodies.outside === undefined ? "" : ` else {\n${bodies.outside}\n}`;
  const inside = [
    `let offset = ${offsetOf(
      axes.map(({ baseDilation, size }, axis) =>
        size === 1
          ? "0u"
          : baseDilation === 1
            ? `u32(padded${axis})`
            : `u32(padded${axis} / ${baseDilation})`,
      ),
      stridesOf(operand),
    )};`,
    bodies.inside,
  ].join("\n");
  return [
    window.lines,
    ...loops.map(({ open }) => open),
    ...places.map(({ line }) => line),
    tests.length === 0 ? inside : `if (${tests.join(" && ")}) {\n${inside}\n}${outside}`,
    ...loops.map(({ close }) => close),
  ].join("\n");
}

function loopOver(
  name: string,
  axis: number,
  count: number,
): { readonly open: string; readonly close: string } {
  return count === 1
    ? { open: "", close: "" }
    : { open: `for (var ${name}${axis} = 0; ${name}${axis} < ${count}; ${name}${axis}++) {`, close: "}" };
}

/** A place of a window on the padded axis, less the padding: `window · stride + step · dilation − low`. */
function placeInOperand(
  { size, count, dimension, stride, low, baseDilation, windowDilation }: Axis,
  axis: number,
  window: string,
): { readonly line: string; readonly test: readonly string[] } {
  const terms = [
    ...(window === "0u" ? [] : [stride === 1 ? `i32(${window})` : `i32(${window}) * ${stride}`]),
    ...(dimension === 1 ? [] : [windowDilation === 1 ? `step${axis}` : `step${axis} * ${windowDilation}`]),
  ];
  const place = `${terms.length === 0 ? "0" : terms.join(" + ")}${plus(-low)}`;
  const name = `padded${axis}`;
  const last = (count - 1) * stride + (dimension - 1) * windowDilation - low;
  return {
    line: `let ${name} = ${place};`,
    test: [
      ...(low > 0 ? [`${name} >= 0`] : []),
      ...(last > (size - 1) * baseDilation ? [`${name} <= ${(size - 1) * baseDilation}`] : []),
      ...(baseDilation > 1 ? [`${name} % ${baseDilation} == 0`] : []),
    ],
  };
}

function plus(number: number): string {
  if (number === 0) return "";
  return number > 0 ? ` + ${number}` : ` - ${-number}`;
}

/** Walks in C order over the windows that reach the element `i` of the operand; the place of each is `window`. */
export function forEachWindowOf(operand: Shape, windows: Shape, params: WindowParams, body: string): string {
  const element = coordinatesOf("i", operand, "at");
  const axes = axesOf(operand, windows, params);
  // The first window reaches an element with the last of its places.
  const loops = axes.map(({ dimension }, axis) => loopOver("back", axis, dimension));
  const lines = axes.map(({ dimension, low, baseDilation, windowDilation }, axis) => {
    const at = `i32(${element.at[axis]!})`;
    const dilated = baseDilation === 1 ? at : `${at} * ${baseDilation}`;
    const step = dimension === 1 ? "" : ` + back${axis} * ${windowDilation}`;
    return `let start${axis} = ${dilated}${step}${plus(low - (dimension - 1) * windowDilation)};`;
  });
  const tests = axes.flatMap(
    ({ size, stride, count, dimension, low, baseDilation, windowDilation }, axis) => {
      const first = low - (dimension - 1) * windowDilation;
      const last = (size - 1) * baseDilation + low;
      return [
        ...(first < 0 ? [`start${axis} >= 0`] : []),
        ...(last > (count - 1) * stride ? [`start${axis} <= ${(count - 1) * stride}`] : []),
        ...(stride > 1 ? [`start${axis} % ${stride} == 0`] : []),
      ];
    },
  );
  const place = offsetOf(
    axes.map(({ stride, count }, axis) => {
      const start = stride === 1 ? `start${axis}` : `start${axis} / ${stride}`;
      return count === 1 ? "0u" : `u32(${start})`;
    }),
    stridesOf(windows),
  );
  const inside = `let window = ${place};\n${body}`;
  return [
    element.lines,
    ...loops.map(({ open }) => open),
    ...lines,
    tests.length === 0 ? inside : `if (${tests.join(" && ")}) {\n${inside}\n}`,
    ...loops.map(({ close }) => close),
  ].join("\n");
}
