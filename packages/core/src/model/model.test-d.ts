import { expectTypeOf } from "vitest";
import {
  type FieldsOf,
  type grad,
  hooks,
  initOrApply,
  type lax,
  Model,
  nn,
  np,
  optimizers,
  outputStates,
  type PredInputs,
  type PredStep,
  random,
  type States,
  type StepInputs,
  type Tensor,
  type TestStep,
  type UntypedFields,
  type valueAndGrad,
} from "../index.ts";

// Without a type for its states, the example of the README compiles as it stands.
class LinearClassifier extends Model {
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

const classifier = new LinearClassifier({ optimizer: optimizers.adam(1e-3) });
expectTypeOf(classifier.states).toEqualTypeOf<States>();
expectTypeOf(classifier.fit({ x: [1], y: [1] })).resolves.toHaveProperty("history");
expectTypeOf(classifier.predict({ x: [1] })).resolves.toEqualTypeOf<Tensor>();

// Step inputs are typed, whatever the states.
expectTypeOf<StepInputs["x"]>().toEqualTypeOf<Tensor>();
expectTypeOf<StepInputs["yTrue"]>().toEqualTypeOf<Tensor>();
expectTypeOf<StepInputs["sampleWeight"]>().toEqualTypeOf<Tensor | null>();
expectTypeOf<StepInputs["initializing"]>().toEqualTypeOf<boolean>();
expectTypeOf<PredInputs>().not.toHaveProperty("yTrue");

// With a type, a typo does not compile.
interface Own {
  readonly netParams: { readonly w: Tensor; readonly b: Tensor };
  readonly step: Tensor;
}
type Fields = FieldsOf<Own>;

class Typed extends Model<Own> {
  override testStep({ x, states, initializing }: StepInputs<Fields>): TestStep<Fields> {
    expectTypeOf(states.netParams.w).toEqualTypeOf<Tensor>();
    expectTypeOf(states.rng).toEqualTypeOf<Tensor>();
    expectTypeOf(states.optimizerStates).toEqualTypeOf<unknown>();
    // @ts-expect-error -- netParams is misspelt
    const typo: unknown = states.netParam;
    // @ts-expect-error -- there is no such parameter
    const parameter: unknown = states.netParams.v;
    // @ts-expect-error -- states are immutable
    states.step = x;
    const w = initializing ? np.zeros([2]) : states.netParams.w;
    const next = states.update({ netParams: { w, b: np.zeros([]) } });
    return [np.dot(x, w).mean(), { typo: x, parameter: x, ...(typo === parameter ? {} : { x }) }, next];
  }
}
const typed = new Typed();
expectTypeOf(typed.states.step).toEqualTypeOf<Tensor>();
expectTypeOf(typed.states.metricsStates).toEqualTypeOf<unknown>();
// @ts-expect-error -- step is misspelt
void typed.states.stpe;
// @ts-expect-error -- netParams lacks b
typed.states = typed.states.update({ netParams: { w: np.zeros([2]) } });

// A step returns its contract.
class Wrong extends Model {
  // @ts-expect-error -- no states
  override testStep({ x }: StepInputs): readonly [Tensor, object] {
    return [x, {}];
  }
  // @ts-expect-error -- asynchronous
  override async predStep({ x, states }: PredInputs): Promise<PredStep> {
    return [x, states];
  }
}
void Wrong;

// Inputs and targets may be trees.
class TwoInputs extends Model<UntypedFields, readonly [Tensor, Tensor], { readonly label: Tensor }> {
  override testStep({
    x: [a, b],
    yTrue: { label },
    states,
  }: StepInputs<UntypedFields, readonly [Tensor, Tensor], { readonly label: Tensor }>): TestStep {
    return [a.add(b).sub(label).mean(), {}, states];
  }
}
void TwoInputs;

// Options that do not exist do not compile.
// @ts-expect-error -- optimiser
void new Model({ optimiser: optimizers.sgd(0.1) });
// @ts-expect-error -- epoch
void classifier.fit({ x: [1], epoch: 3 });
// @ts-expect-error -- validationData is a list
void classifier.fit({ x: [1], validationData: { x: [1], y: [1] } });
// @ts-expect-error -- predict takes no targets
void classifier.predict({ x: [1], y: [1] });
// @ts-expect-error -- text is no data
void classifier.fit({ x: "abc" });

void new Model({ module: (x: Tensor, y: Tensor) => outputStates({ preds: x.add(y) }) });
// @ts-expect-error -- predictions are missing
outputStates({ params: null });

// Parameters that are kept are of the type of fresh ones.
const kept = initOrApply(typed.states.netParams, true, () => ({ w: np.zeros([2]), b: np.zeros([]) }));
expectTypeOf(kept).toEqualTypeOf<{ w: Tensor; b: Tensor }>();
const untyped = initOrApply(classifier.states.netParams, true, () => [np.zeros([2]), np.zeros([])] as const);
expectTypeOf(untyped).toEqualTypeOf<readonly [Tensor, Tensor]>();
// @ts-expect-error -- of another type
initOrApply(typed.states.netParams, true, () => [np.zeros([2])]);

// Transformations that carry hooks have the types of those that do not.
expectTypeOf<typeof hooks.grad>().toEqualTypeOf<typeof grad>();
expectTypeOf<typeof hooks.valueAndGrad>().toEqualTypeOf<typeof valueAndGrad>();
expectTypeOf<typeof hooks.scan>().toEqualTypeOf<typeof lax.scan>();
const doubled = (x: Tensor, by: { readonly factor: Tensor }) => ({ y: x.mul(by.factor) });
expectTypeOf(hooks.jit(doubled)).toEqualTypeOf<typeof doubled>();
expectTypeOf(hooks.vmap(doubled)).toEqualTypeOf<typeof doubled>();
expectTypeOf(hooks.checkpoint(doubled)).toEqualTypeOf<typeof doubled>();

// Frozen parameters are named in any of these ways, and in no other.
void new Model({ frozen: ["encoder", /bias$/] });
void new Model({ frozen: (path, { shape }) => path === "" || shape.length > 1 });
void new Model({ frozen: { encoder: true, head: [false, { w: true }] } });
// @ts-expect-error -- a number is no path
void new Model({ frozen: 1 });
// @ts-expect-error -- nor are truth values numbers
void new Model({ frozen: { encoder: 1 } });
