export type { PlottedHistory } from "./curve.ts";
export { plotHistory, type PlotOptions } from "./plot-history.ts";
export { savePlot } from "./save-plot.ts";
