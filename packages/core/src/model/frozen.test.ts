import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ArgumentInvalidError,
  type Frozen,
  type FunctionContext,
  type GradStep,
  losses,
  makeGraph,
  Model,
  type ModelOptions,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  tree,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

const data = { x: [[1], [2]], y: [[10], [20]] };

interface Params {
  readonly encoder: { readonly w: Tensor; readonly b: Tensor };
  readonly head: readonly [Tensor, Tensor];
}

const fresh = (): Params => ({
  encoder: { w: np.ones([1, 1]), b: np.zeros([1]) },
  head: [np.ones([1, 1]), np.zeros([1])],
});

/** Two layers, one after the other. */
function twoLayers(x: Tensor, { initializing, params }: FunctionContext): unknown {
  const { encoder, head }: Params = initializing ? fresh() : params;
  const hidden = np.dot(x, encoder.w).add(encoder.b);
  return outputStates({ preds: np.dot(hidden, head[0]).add(head[1]), params: { encoder, head } });
}

const modelOf = (options: ModelOptions = {}): Model =>
  new Model({
    module: twoLayers,
    loss: new losses.MeanSquaredError(),
    optimizer: optimizers.adam(0.1),
    ...options,
  });

const values = async (model: Model): Promise<Readonly<Record<string, unknown>>> => {
  const leaves = tree.leavesWithPath(model.states.netParams);
  const read = leaves.map(async ([path, leaf]) => [path, await (leaf as Tensor).array()] as const);
  return Object.fromEntries(await Promise.all(read));
};

const ALL = ["encoder.b", "encoder.w", "head.0", "head.1"];

// The Python library had no way to freeze parameters (weakness 16).
describe("weakness 16: frozen parameters", () => {
  it.each<[string, Frozen, readonly string[]]>([
    ["a path and all below it", "encoder", ["encoder.b", "encoder.w"]],
    ["paths", ["encoder.w", "head.1"], ["encoder.w", "head.1"]],
    ["a pattern", /\.(b|1)$/, ["encoder.b", "head.1"]],
    ["paths and patterns", ["head", /w$/g], ["encoder.w", "head.0", "head.1"]],
    ["a predicate", (path, { shape }) => shape.length === 1 && path !== "head.1", ["encoder.b"]],
    ["a tree", { encoder: true, head: [false, true] }, ["encoder.b", "encoder.w", "head.1"]],
    ["a part of a tree", { encoder: { w: true } }, ["encoder.w"]],
    ["nothing", [], []],
    ["everything", true, ALL],
  ])("named by %s, stay as they are", async (_, frozen, expected) => {
    for (const runEagerly of [false, true]) {
      const model = modelOf({ frozen, runEagerly });
      await model.init(data);
      const before = await values(model);
      await model.fit({ ...data, epochs: 2, verbose: 0 });
      const after = await values(model);
      const kept = ALL.filter((path) => JSON.stringify(before[path]) === JSON.stringify(after[path]));
      expect(kept).toEqual(expected);
    }
  });

  it("are not differentiated, and the optimizer has no states for them", async () => {
    const model = modelOf({ frozen: "encoder" });
    await model.init(data);
    const { states } = model;
    const sizes = tree.leaves(states.optimizerStates).filter((leaf) => (leaf as Tensor).ndim > 0);
    // Two moments for each of two parameters.
    expect(sizes).toHaveLength(4);
    const inputs = { sampleWeight: null, classWeight: null, initializing: false, training: true };
    const x = np.array(data.x, { dtype: "float32" });
    const yTrue = np.array(data.y, { dtype: "float32" });
    const [, , , grads] = model.gradStep({ ...inputs, x, yTrue, states });
    expect(tree.leavesWithPath(grads).map(([path]) => path)).toEqual(["head.0", "head.1"]);
    const nodes = (one: Model): number =>
      makeGraph(() => one.gradStep({ ...inputs, x, yTrue, states })[3])().nodes.length;
    expect(nodes(model)).toBeLessThan(nodes(modelOf()));
  });

  it("train the others as if they were constants", async () => {
    const model = modelOf({ frozen: "encoder", optimizer: optimizers.sgd(0.01) });
    await model.init(data);
    await model.trainOnBatch(data);
    // y = w·x + b with w = 1, b = 0: errors -9 and -18; d/dw = mean(2·e·x) = -45, d/db = mean(2·e) = -27.
    const { "head.0": w, "head.1": b } = await values(model);
    expect(w).toEqual([[expect.closeTo(1.45, 5)]]);
    expect(b).toEqual([expect.closeTo(0.27, 5)]);
  });

  it("get no update from an overridden gradStep either", async () => {
    class Ones extends Model {
      override gradStep(inputs: StepInputs): GradStep {
        const [loss, logs, states] = super.gradStep(inputs);
        return [loss, logs, states, fresh()];
      }
    }
    const model = new Ones({
      module: twoLayers,
      loss: new losses.MeanSquaredError(),
      optimizer: optimizers.sgd(1),
      frozen: ["encoder", "head.1"],
    });
    await model.init(data);
    await model.trainOnBatch(data);
    expect(await values(model)).toEqual({
      "encoder.w": [[1]],
      "encoder.b": [0],
      "head.0": [[0]],
      "head.1": [0],
    });
  });

  it.each<[Frozen, string]>([
    ["decoder", "received decoder."],
    [["encoder", "encoder.v"], "received encoder.v."],
    [/conv/, "received /conv/."],
    [{ encoder: { v: true } }, "received encoder.v."],
  ])("that there are not are an error: %s", async (frozen, received) => {
    await expect(modelOf({ frozen }).init(data)).rejects.toThrow(ArgumentInvalidError);
    await expect(modelOf({ frozen }).init(data)).rejects.toThrow(
      `Model: \`frozen\` names a parameter that there is not. Expected paths such as encoder.b, encoder.w, head.0, head.1; ${received}`,
    );
  });

  it("are named by truth values only", async () => {
    const frozen = { encoder: 1 } as unknown as Frozen;
    await expect(modelOf({ frozen }).init(data)).rejects.toThrow(
      "`frozen` holds something else than truth values at `encoder`. Expected a path, a pattern, a list of these, a predicate, or a tree of true and false; received number 1.",
    );
  });
});
