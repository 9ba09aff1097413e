import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Curve, Panel } from "./curve.ts";
import { element, type Markup } from "./markup.ts";

/** Where a panel lies, in pixels. */
export interface Box {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { top: 36, right: 24, bottom: 40, left: 64 };
/** Told apart by people who see colours differently, too: Okabe and Ito's blue and vermilion. */
const COLOURS: Readonly<Record<Curve["label"], string>> = { training: "#0072b2", validation: "#d55e00" };
const DASHES: Readonly<Record<Curve["label"], string>> = { training: "none", validation: "6 3" };
/** More points than these hide the line. */
const MOST_DOTS = 60;

type Point = Curve["points"][number];

/** A panel as SVG: title, axes, a line for each curve, legend. */
export function drawPanel({ name, curves }: Panel, { top, width, height }: Box): Markup {
  const finite = curves.flatMap(({ points }) => points.filter(([, value]) => Number.isFinite(value)));
  const x = scaleLinear()
    .domain(extent(curves.flatMap(({ points }) => points.map(([epoch]) => epoch + 1))))
    .range([MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear()
    .domain(extent(finite.map(([, value]) => value)))
    .nice()
    .range([height - MARGIN.bottom, MARGIN.top]);

  const place = ([epoch, value]: Point): [number, number] => [x(epoch + 1), y(value)];
  return element(
    "g",
    { transform: `translate(0 ${top})`, class: "panel" },
    element("text", { x: MARGIN.left, y: 20, "font-weight": "bold" }, name),
    ...x
      .ticks(8)
      .filter(Number.isInteger)
      .map((tick) => label(x(tick), height - MARGIN.bottom + 18, "middle", String(tick))),
    label((MARGIN.left + width - MARGIN.right) / 2, height - 6, "middle", "epoch"),
    ...y.ticks(5).flatMap((tick) => [
      element("line", {
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: y(tick),
        y2: y(tick),
        stroke: "#dddddd",
      }),
      label(MARGIN.left - 8, y(tick) + 4, "end", y.tickFormat(5)(tick)),
    ]),
    axis(MARGIN.left, height - MARGIN.bottom, width - MARGIN.right, height - MARGIN.bottom),
    axis(MARGIN.left, MARGIN.top, MARGIN.left, height - MARGIN.bottom),
    ...(finite.length === 0 ? [label(width / 2, height / 2, "middle", "no finite value")] : []),
    ...curves.flatMap((curve) => drawCurve(curve, name, place)),
    ...legend(curves, width - MARGIN.right),
  );
}

function drawCurve(
  { label: kind, points }: Curve,
  name: string,
  place: (point: Point) => [number, number],
): Markup[] {
  const isDrawn = ([, value]: Point): boolean => Number.isFinite(value);
  const path = line<Point>(
    (point) => place(point)[0],
    (point) => place(point)[1],
  )
    .defined(isDrawn)
    .digits(2)(points);
  const drawn = element("path", {
    class: kind,
    d: path ?? "",
    fill: "none",
    stroke: COLOURS[kind],
    "stroke-width": 2,
    "stroke-dasharray": DASHES[kind],
  });
  if (points.length > MOST_DOTS) return [drawn];
  const dots = points.filter(isDrawn).map((point) => {
    const [cx, cy] = place(point);
    const [epoch, value] = point;
    const title = `${kind} ${name}, epoch ${epoch + 1}: ${Number(value.toPrecision(6))}`;
    return element("circle", { cx, cy, r: 2.5, fill: COLOURS[kind] }, element("title", {}, title));
  });
  return [drawn, ...dots];
}

function legend(curves: readonly Curve[], right: number): Markup[] {
  return curves.toReversed().flatMap(({ label: kind }, i) => {
    const at = right - i * 96;
    return [
      element("line", {
        x1: at - 84,
        x2: at - 64,
        y1: 16,
        y2: 16,
        stroke: COLOURS[kind],
        "stroke-width": 2,
        "stroke-dasharray": DASHES[kind],
      }),
      label(at, 20, "end", kind),
    ];
  });
}

function label(x: number, y: number, anchor: "middle" | "end", text: string): Markup {
  return element("text", { x, y, "text-anchor": anchor }, text);
}

function axis(x1: number, y1: number, x2: number, y2: number): Markup {
  return element("line", { x1, y1, x2, y2, stroke: "#333333" });
}

/** The least and the largest, apart from each other so that a scale can lie between. */
function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least < most) return [least, most];
  const room = Math.abs(least) / 2 || 1;
  return [least - room, most + room];
}
