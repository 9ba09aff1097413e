import { Model, nn, np, random, type StepInputs, type TestStep } from "@elegy/core";

/** Multinomial logistic regression, written as one overridden step: `fit` and `evaluate` come for free. */
export class LinearClassifier extends Model {
  override testStep({ x, yTrue, states, initializing }: StepInputs): TestStep {
    x = x.reshape([x.shape[0], -1]).div(255);
    const [w, b] = initializing
      ? [random.uniform(random.key(42), [x.shape[1], 10]), random.uniform(random.key(69), [1])]
      : states.netParams;

    const logits = np.dot(x, w).add(b);
    const labels = nn.oneHot(yTrue, 10);
    const loss = np.mean(np.sum(labels.mul(nn.logSoftmax(logits)), { axis: -1 }).neg());
    const accuracy = np.mean(np.argmax(logits, { axis: -1 }).equal(yTrue));

    return [loss, { accuracy, loss }, states.update({ netParams: [w, b] })];
  }
}
