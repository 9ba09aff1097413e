import type { ModuleApply, ModuleDescription, ModuleInit, ModuleSummary } from "@elegy/autodiff";
import type { Layer, LayerOutput } from "./description.ts";
import { LayerRun } from "./layer-run.ts";

/** Makes the parameters and states of a layer for inputs like these. */
export function initLayer<R>(layer: Layer<never, R>, { rng, args }: ModuleInit): LayerOutput<R> {
  const run = new LayerRun(layer, { rng, initializing: true, training: true });
  // The root's own call made it.
  const preds = run.start(args) as R;
  return { preds, params: run.params.toTree(), states: run.states.toTree() };
}

/** Runs a layer with its parameters and states; the states that follow come back. */
export function applyLayer<R>(
  layer: Layer<never, R>,
  { rng, args, params, states, training }: ModuleApply,
): LayerOutput<R> {
  const run = new LayerRun(layer, { rng, initializing: false, training, params, states });
  // The root's own call made it.
  const preds = run.start(args) as R;
  return { preds, params, states: run.states.toTree() };
}

/** As `initLayer` or `applyLayer`, with every layer that ran inside, the outermost last. */
export function summarizeLayer(layer: Layer, { initializing, ...call }: ModuleSummary): ModuleDescription {
  const { rng, args, params, states, training } = call;
  const given = initializing ? {} : { params, states };
  const run = new LayerRun(layer, { rng, initializing, training, ...given });
  const preds = run.start(args);
  return { preds, params: run.params.toTree(), states: run.states.toTree(), layers: run.layers };
}
