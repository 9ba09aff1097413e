import {
  losses,
  metrics,
  Model,
  optimizers,
  setBackend,
  callbacks,
  type History,
  type Tensor,
} from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { Linear, Sequential } from "@elegy/nn";

setBackend(cpu());

// The usual case: one each of layers, losses, metrics, optimizers and callbacks.
export function train(x: Tensor, y: Tensor): Promise<History> {
  const model = new Model({
    module: Sequential(Linear(10)),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.sgd(0.1),
  });
  return model.fit({ x, y, epochs: 100, callbacks: [new callbacks.TerminateOnNaN()] });
}
