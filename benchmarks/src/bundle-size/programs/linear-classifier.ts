import {
  Model,
  nn,
  np,
  optimizers,
  random,
  setBackend,
  type History,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";

setBackend(cpu());

// The example of the README: it has no module, no loss and no metric.
class LinearClassifier extends Model {
  override testStep({ x, yTrue, states, initializing }: StepInputs): TestStep {
    x = x.reshape([x.shape[0] ?? 0, -1]).div(255);
    const [w, b] = initializing
      ? [random.uniform(random.key(42), [x.shape[1] ?? 0, 10]), random.uniform(random.key(69), [1])]
      : (states["netParams"] as readonly [Tensor, Tensor]);

    const logits = np.dot(x, w).add(b);
    const labels = nn.oneHot(yTrue, 10);
    const loss = np.mean(np.sum(labels.mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    const accuracy = np.mean(np.argmax(logits, { axis: -1 }).equal(yTrue));

    return [loss, { accuracy, loss }, states.update({ netParams: [w, b] })];
  }
}

export function train(x: Tensor, y: Tensor): Promise<History> {
  const model = new LinearClassifier({ optimizer: optimizers.adam(1e-3) });
  return model.fit({ x, y, epochs: 100, batchSize: 64 });
}
