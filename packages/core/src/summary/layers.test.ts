import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  formatSummary,
  type FunctionContext,
  groupRows,
  hooks,
  Model,
  type ModuleCarrier,
  type ModuleFunction,
  type ModuleSummary,
  moduleSymbol,
  np,
  outputStates,
  setBackend,
  type SummaryRow,
  type Tensor,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

// As elegy's module summaries: A has 1 parameter and 2 states, B in it 3 and 4, C in B 5 and 6.
const params = () => ({ a: np.zeros([1]), module_b: { b: np.zeros([3]), module_c: { c: np.zeros([5]) } } });
const states = () => ({ a: np.zeros([2]), module_b: { b: np.zeros([4]), module_c: { c: np.zeros([6]) } } });

/** Calls a hook where each layer returns: the innermost first. */
const hooked: ModuleFunction = (x: Tensor, { initializing, ...kept }: FunctionContext) => {
  hooks.addSummary("module_b.module_c", x.sum(), { type: "ModuleC" });
  hooks.addSummary("module_b", x.mul(2), { type: "ModuleB" });
  hooks.addSummary("", x, { type: "ModuleA" });
  return outputStates({
    preds: x,
    params: initializing ? params() : kept.params,
    states: initializing ? states() : kept.states,
  });
};

/** Describes its layers itself. */
const described: ModuleCarrier = {
  [moduleSymbol]: {
    init: ({ args: [x] }) => ({ preds: x, params: params(), states: states() }),
    apply: ({ args: [x], params: netParams, states: netStates }) => ({
      preds: x,
      params: netParams,
      states: netStates,
    }),
    summary({ args: [x], initializing, ...kept }: ModuleSummary) {
      return {
        preds: x,
        params: initializing ? params() : kept.params,
        states: initializing ? states() : kept.states,
        layers: [
          { path: "module_b.module_c", type: "ModuleC", output: (x as Tensor).sum() },
          { path: "module_b", type: "ModuleB", output: (x as Tensor).mul(2) },
          { path: "", type: "ModuleA", output: x },
        ],
      };
    },
  },
};

const shown = ({ name, type = "", shape, trainable, other }: SummaryRow): readonly unknown[] => [
  name,
  type,
  shape,
  [trainable.count, trainable.bytes],
  [other.count, other.bytes],
];

const x = [
  [1, 2],
  [3, 4],
];

describe.each([
  ["calls a hook", hooked],
  ["describes itself", described],
] as const)("a module that %s", (_, module) => {
  it.each([false, true])("has a row for each layer (initialized: %s)", async (initialized) => {
    const model = new Model({ module });
    if (initialized) await model.init({ x });
    const rows = await model.summary({ x, print: false });
    expect(rows.map(shown)).toEqual([
      ["Inputs", "", "i32[2,2]", [0, 0], [0, 0]],
      ["module_b.module_c", "ModuleC", "i32[]", [5, 20], [6, 24]],
      ["module_b", "ModuleB", "i32[2,2]", [3, 12], [4, 16]],
      ["*", "ModuleA", "i32[2,2]", [1, 4], [2, 8]],
      ["Total", "", "", [9, 36], [12, 48]],
    ]);
  });

  it("counts deeper layers to the one above", async () => {
    const rows = await new Model({ module }).summary({ x, depth: 1, print: false });
    expect(rows.map(shown)).toEqual([
      ["Inputs", "", "i32[2,2]", [0, 0], [0, 0]],
      ["module_b", "ModuleB", "i32[2,2]", [8, 32], [10, 40]],
      ["*", "ModuleA", "i32[2,2]", [1, 4], [2, 8]],
      ["Total", "", "", [9, 36], [12, 48]],
    ]);
    const table = formatSummary(rows, "ModuleA");
    expect(table).toMatch(/│ module_b +│ ModuleB +│ i32\[2,2\] +│ +8 {4}32 B +│ +10 {4}40 B +│/);
    expect(table).toContain("Total Parameters: 21   84 B");
  });
});

it("counts frozen parameters as not trained", async () => {
  const model = new Model({ module: hooked, frozen: "module_b" });
  const rows = await model.summary({ x, depth: 1, print: false });
  expect(rows.map(shown).slice(1)).toEqual([
    ["module_b", "ModuleB", "i32[2,2]", [0, 0], [18, 72]],
    ["*", "ModuleA", "i32[2,2]", [1, 4], [2, 8]],
    ["Total", "", "", [1, 4], [20, 80]],
  ]);
});

it("a layer that runs twice has two rows, and its parameters once", async () => {
  const shared: ModuleFunction = (inputs: Tensor, { initializing, params: kept }: FunctionContext) => {
    const w: { shared: Tensor } = initializing ? { shared: np.ones([2]) } : kept;
    hooks.addSummary("shared", inputs.mul(w.shared));
    hooks.addSummary("shared", inputs.mul(w.shared).sum());
    return outputStates({ preds: inputs, params: w });
  };
  const rows = await new Model({ module: shared }).summary({ x, print: false });
  expect(rows.map(shown)).toEqual([
    ["Inputs", "", "i32[2,2]", [0, 0], [0, 0]],
    ["shared", "", "f32[2,2]", [2, 8], [0, 0]],
    ["shared", "", "f32[]", [0, 0], [0, 0]],
    ["*", "", "i32[2,2]", [0, 0], [0, 0]],
    ["Total", "", "", [2, 8], [0, 0]],
  ]);
});

it("without layers, parameters are grouped by their paths", async () => {
  const plain: ModuleFunction = (inputs: Tensor, { initializing, ...kept }: FunctionContext) =>
    outputStates({ preds: [inputs, inputs], params: initializing ? params() : kept.params });
  const model = new Model({ module: plain });
  const names = async (depth?: number) =>
    (await model.summary({ x, print: false, ...(depth === undefined ? {} : { depth }) })).map(
      ({ name, trainable }) => `${name} ${trainable.count}`,
    );
  expect(await names(1)).toEqual([
    "Inputs 0",
    "netParams.a 1",
    "netParams.module_b 8",
    "Outputs.0 0",
    "Outputs.1 0",
    "Total 9",
  ]);
  expect(await names()).toContain("netParams.module_b.module_c 5");
  expect(await names(9)).toContain("netParams.module_b.module_c.c 5");
  await expect(names(0)).rejects.toThrow("`depth` is out of range");
});

it("grouping keeps totals, whatever the order", () => {
  const amount = (count: number) => ({ count, bytes: 4 * count });
  const layer = (name: string, count: number): SummaryRow => ({
    name,
    shape: "f32[1]",
    trainable: amount(count),
    other: amount(0),
    path: name.split("."),
  });
  const rows = [layer("a", 1), layer("a.b", 2), layer("c.d", 4), layer("c.e.f", 8), layer("c", 16)];
  expect(groupRows(rows, 1).map(({ name, trainable }) => [name, trainable.count])).toEqual([
    ["a", 3],
    ["c", 28],
  ]);
  expect(groupRows(rows, 3)).toEqual(rows);
});
