import { ArgumentInvalidError } from "@elegy/autodiff";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import { panelsOf, type Panel, type PlottedHistory } from "./curve.ts";
import { drawPanel } from "./draw-panel.ts";
import { element, escaped } from "./markup.ts";

export interface PlotOptions {
  /** `"svg"`, or a page that shows it. Default `"svg"`. */
  readonly format?: "svg" | "html";
  /** Which values, without `val_`. Default: all. */
  readonly names?: readonly string[];
  /** Of the page, and for readers of the screen. Default `"Training"`. */
  readonly title?: string;
  /** In pixels. Default 640. */
  readonly width?: number;
  /** Of the panel of each value, in pixels. Default 280. */
  readonly height?: number;
}

const OPTIONS: Readonly<Record<keyof PlotOptions, true>> = {
  format: true,
  names: true,
  title: true,
  width: true,
  height: true,
};

/**
 * Draws the history of a training: for each value a panel, with a line for training and one for validation.
 *
 * @returns the text of an SVG or HTML file.
 * @throws ArgumentInvalidError for a history of no epoch, or names that it does not have.
 * @example
 * ```ts
 * import { History } from "@elegy/core";
 * import { plotHistory } from "@elegy/core/plots";
 *
 * const history = new History();
 * [0.9, 0.5, 0.3].forEach((loss, epoch) => history.onEpochEnd(epoch, { loss, val_loss: loss + 0.1 }));
 * plotHistory(history).startsWith("<svg"); // => true
 * plotHistory(history, { format: "html", title: "Digits" }).includes("<title>Digits</title>"); // => true
 * ```
 */
export function plotHistory(history: PlottedHistory, options: PlotOptions = {}): string {
  requireKnownOptions("plotHistory", options, Object.keys(OPTIONS));
  const { format = "svg", title = "Training" } = options;
  const width = requireCount("plotHistory", "width", options.width ?? 640, 240);
  const height = requireCount("plotHistory", "height", options.height ?? 280, 120);
  const panels = chosen(panelsOf(history), options.names);
  const { markup } = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: height * panels.length,
      viewBox: `0 0 ${width} ${height * panels.length}`,
      role: "img",
      "font-family": "system-ui, sans-serif",
      "font-size": 12,
      fill: "#333333",
    },
    element("title", {}, title),
    element("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    ...panels.map((panel, i) => drawPanel(panel, { top: i * height, width, height })),
  );
  switch (format) {
    case "svg":
      return `${markup}\n`;
    case "html":
      return page(title, markup);
    default:
      return refuse("there is no such `format`", '"svg" or "html"', JSON.stringify(format) ?? "nothing");
  }
}

function chosen(panels: readonly Panel[], names: readonly string[] | undefined): readonly Panel[] {
  if (panels.length === 0) return refuse("the history is empty", "one of at least one epoch", "no value");
  if (names === undefined) return panels;
  const all = panels.map(({ name }) => name);
  return names.map(
    (wanted) =>
      panels.find(({ name }) => name === wanted) ??
      refuse(`the history has no \`${wanted}\``, all.join(", "), wanted),
  );
}

function page(title: string, svg: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
</head>
<body>
${svg}
</body>
</html>
`;
}

function refuse(problem: string, expected: string, received: string): never {
  throw new ArgumentInvalidError({ operation: "plotHistory", problem, expected, received });
}
