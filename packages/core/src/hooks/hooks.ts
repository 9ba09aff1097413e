export { addLoss } from "./add-loss.ts";
export { addMetric } from "./add-metric.ts";
export { addSummary, type LayerOptions } from "./add-summary.ts";
export { collect, emit } from "./collect.ts";
export type { Collected } from "./collected.ts";
export { checkpoint, grad, jit, scan, valueAndGrad, vmap } from "./transformations.ts";
