import {
  ElegyError,
  isTensor,
  jit,
  type Module,
  type ModuleCarrier,
  type ModuleOutput,
  np,
  random,
  type Tensor,
  tree,
  vmap,
} from "@elegy/autodiff";
import { Model, type ModuleFunction, moduleOf } from "@elegy/core";

export interface ModuleCheckOptions {
  readonly module: ModuleCarrier | ModuleFunction;
  /** What the module is called with: tensors. */
  readonly args: readonly Tensor[];
  /** A folder that may be written; the check makes its own in it. */
  readonly folder: string;
  /** Whether predictions depend on the key when training; default `false`. */
  readonly randomInTraining?: boolean;
  /** Whether `training` changes predictions; default as `randomInTraining`. */
  readonly dependsOnTraining?: boolean;
}

/** One check, for the test runner of one's choice: `for (const { name, run } of moduleChecks(…)) it(name, run)`. */
export interface ModuleCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** A module does not keep the contract. */
export class ModuleCheckFailedError extends ElegyError {
  constructor(operation: string, expected: string, received: string) {
    super("ELEGY_MODULE_CHECK_FAILED", {
      operation,
      problem: "the module does not keep the contract",
      expected,
      received,
    });
  }
}

/**
 * What every module must do, whatever framework it comes from: the tests of an adapter.
 *
 * @example
 * ```ts
 * import { moduleChecks } from "@elegy/modules/testing";
 *
 * const double = (x) => x.mul(2);
 * const checks = moduleChecks({ module: double, args: [np.ones([2, 3])], folder: "unused" });
 * await checks[0].run();
 * checks[0].name; // => init and apply agree
 * ```
 */
export function moduleChecks(options: ModuleCheckOptions): readonly ModuleCheck[] {
  const { args, folder, randomInTraining = false, dependsOnTraining = randomInTraining } = options;
  const module = moduleOf(options.module);
  const rng = random.key(7);
  const made = (): ModuleOutput => module.init({ rng, args });
  const applied = (training: boolean, key: Tensor = rng, inputs: readonly unknown[] = args): ModuleOutput => {
    const { params, states } = made();
    return module.apply({ rng: key, args: inputs, params, states, training });
  };
  const batched = async (): Promise<void> => {
    const { params, states } = made();
    const predict = (...inputs: unknown[]): unknown =>
      module.apply({ rng, args: inputs, params, states, training: false }).preds;
    const stacked = args.map((x) => np.stack([x, np.zerosLike(x)]));
    const one = predict(...args.map((x) => np.zerosLike(x)));
    const expected = tree.map((a: Tensor, b: Tensor) => np.stack([a, b]), predict(...args), one);
    await requireSame("vmap", "what each example gives", vmap(predict)(...stacked), expected);
  };
  const checks: Record<string, () => Promise<void>> = {
    "init and apply agree": () =>
      requireSame("init", "the predictions of apply", made().preds, applied(true).preds),
    "initializing chooses": () => requireChoice(module, { rng, args }),
    "states round-trip": () => requireRoundTrip(module, { rng, args }),
    "training reaches the module": () =>
      requireDiffers("training", dependsOnTraining, applied(true).preds, applied(false).preds),
    "the key decides": async () => {
      await requireSame("rng", "the same for the same key", applied(true).preds, applied(true).preds);
      await requireDiffers("rng", randomInTraining, applied(true).preds, applied(true, random.key(8)).preds);
    },
    "summary describes it": () => requireSummary(options, made()),
    "jit changes nothing": async () => {
      const compiled = jit((inputs: readonly unknown[]) => ({ ...applied(true, rng, inputs) }));
      await requireSame("jit", "what runs without it", compiled(args), { ...applied(true) });
    },
    "vmap maps it": batched,
    "save and load keep it": async () => {
      const x = args.length === 1 ? args[0] : [...args];
      const [model, loaded] = [new Model({ module: options.module }), new Model({ module: options.module })];
      await model.init({ x });
      const path = `${folder}/module-check`;
      await model.save(path);
      await loaded.init({ x });
      await loaded.load(path);
      const [before, after] = [
        await model.predict({ x: x as never }),
        await loaded.predict({ x: x as never }),
      ];
      await requireSame("load", "the predictions of what was saved", after, before);
    },
  };
  return Object.entries(checks).map(([name, run]) => ({ name, run }));
}

type Call = Parameters<Module["init"]>[0];

async function requireChoice(module: Module, call: Call): Promise<void> {
  const { params, states } = module.init(call);
  const doubled = tree.map((value: Tensor) => value.add(value), params);
  const after = module.apply({ ...call, params: doubled, states, training: false });
  await requireSame("apply", "the parameters it was given", after.params, doubled);
  await requireSame("init", "new parameters from the same key", module.init(call).params, params);
}

async function requireRoundTrip(module: Module, call: Call): Promise<void> {
  const { params, states } = module.init(call);
  const next = module.apply({ ...call, params, states, training: true });
  requireStructure("apply", next.states, states);
  const last = module.apply({ ...call, params: next.params, states: next.states, training: true });
  requireStructure("apply", last.states, states);
  const again = module.apply({ ...call, params, states, training: true });
  await requireSame("apply", "the same from the same states", again.states, next.states);
}

async function requireSummary(
  { module, args }: ModuleCheckOptions,
  { params, states }: ModuleOutput,
): Promise<void> {
  const x = args.length === 1 ? args[0] : [...args];
  const rows = await new Model({ module }).summary({ x, print: false });
  const total = rows.find(({ name }) => name === "Total");
  const expected = `${count(params)} parameters and ${count(states)} other numbers`;
  const received = `${total?.trainable.count ?? 0} parameters and ${total?.other.count ?? 0} other numbers`;
  if (received !== expected) throw new ModuleCheckFailedError("summary", expected, received);
}

const tensors = (values: unknown): readonly Tensor[] => tree.leaves(values).filter(isTensor);

const count = (values: unknown): number => tensors(values).reduce((sum, { size }) => sum + size, 0);

const specs = (values: unknown): string =>
  tree
    .leavesWithPath(values)
    .map(([path, leaf]) => (isTensor(leaf) ? `${path} ${leaf.dtype}[${leaf.shape.join(",")}]` : path))
    .join("; ");

function requireStructure(operation: string, received: unknown, expected: unknown): void {
  const [is, should] = [specs(received), specs(expected)];
  if (is !== should) throw new ModuleCheckFailedError(operation, should, is);
}

async function farthest(left: unknown, right: unknown): Promise<number> {
  const [a, b] = [tensors(left), tensors(right)];
  let most = 0;
  for (const [i, tensor] of a.entries()) {
    const [x, y] = [await tensor.data(), await (b[i] as Tensor).data()];
    x.forEach((value: number, k: number) => {
      const distance = Math.abs(value - (y[k] ?? Number.NaN)) / Math.max(1, Math.abs(value));
      // NaN is far from everything.
      most = distance <= most ? most : distance;
    });
  }
  return most;
}

/** Compiled arithmetic is fused: it may round otherwise. */
const TOLERANCE = 1e-5;

async function requireSame(
  operation: string,
  what: string,
  received: unknown,
  expected: unknown,
): Promise<void> {
  requireStructure(operation, received, expected);
  const distance = await farthest(received, expected);
  if (!(distance <= TOLERANCE))
    throw new ModuleCheckFailedError(operation, what, `a relative distance of ${distance}`);
}

async function requireDiffers(
  operation: string,
  differs: boolean,
  left: unknown,
  right: unknown,
): Promise<void> {
  if (!differs) return requireSame(operation, "the same predictions", left, right);
  if ((await farthest(left, right)) <= TOLERANCE)
    throw new ModuleCheckFailedError(operation, "other predictions", "the same");
}
