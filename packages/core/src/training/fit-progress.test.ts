import { cpu } from "@elegy/backend-cpu";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type History,
  losses,
  Model,
  np,
  optimizers,
  setBackend,
  type StepInputs,
  type TestStep,
  type Verbosity,
} from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

let out = "";
let err = "";

beforeEach(() => {
  [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  vi.stubGlobal("console", { ...console, log: (line: string) => void (out += `${line}\n`) });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  process.stderr.isTTY = terminal;
});

const terminal = process.stderr.isTTY;

const data = threeClasses(10);

const classifier = (): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true, name: "loss_of_labels" }),
    optimizer: optimizers.sgd(0.1),
  });

const fit = (verbose?: Verbosity): Promise<History> =>
  classifier().fit({
    ...data,
    batchSize: 4,
    epochs: 2,
    validationData: [data.x, data.y],
    ...(verbose === undefined ? {} : { verbose }),
  });

const LINE =
  /^Epoch \d\/2 loss \d\.\d{4} {2}loss_of_labels \d\.\d{4} {2}lr 0\.1000 {2}val_loss \d\.\d{4} {2}val_loss_of_labels \d\.\d{4} \(\d+\.\d s\)$/;

describe("outside of a terminal", () => {
  beforeEach(() => {
    process.stderr.isTTY = false;
  });

  it.each([undefined, 1, 2] as const)("verbose %s prints one line for each epoch", async (verbose) => {
    await fit(verbose);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    lines.forEach((line) => expect(line).toMatch(LINE));
    expect(lines.map((line) => line.slice(0, 9))).toEqual(["Epoch 1/2", "Epoch 2/2"]);
    expect(err).toBe("");
  });

  // The Python library's bar averaged averages: it showed other losses than it returned.
  it("weakness 4: what is shown is what is returned, batches of unequal sizes or not", async () => {
    const history = await fit(2);
    const shown = (name: string): number[] =>
      [...out.matchAll(new RegExp(` ${name} (\\S+)`, "g"))].map(([, value]) => Number(value));
    for (const name of ["loss", "val_loss"]) {
      const returned = history.history[name]!;
      expect(shown(name)).toHaveLength(returned.length);
      shown(name).forEach((value, epoch) => expect(value).toBeCloseTo(returned[epoch]!, 3));
    }
  });

  it("verbose 0 prints nothing", async () => {
    await fit(0);
    expect([out, err]).toEqual(["", ""]);
  });

  it("evaluate, predict and init print nothing", async () => {
    const model = classifier();
    await model.init(data);
    await model.evaluate(data);
    await model.predict({ x: data.x });
    expect([out, err]).toEqual(["", ""]);
  });

  it.each([
    [0, "0.0000"],
    [0.5, "0.5000"],
    [-12.25, "-12.2500"],
    [0.00001, "1.000e-5"],
    [1234567, "1.235e+6"],
  ])("%d is shown as %s", async (value, shown) => {
    class Constant extends Model {
      override testStep({ states, initializing }: StepInputs): TestStep {
        const w = initializing ? np.zeros([]) : states.netParams;
        const loss = np.full([], value, { dtype: "float32" });
        return [loss.add(w.mul(0)), { value: loss }, states.update({ netParams: w })];
      }
    }
    await new Constant({ optimizer: optimizers.sgd(0) }).fit({ x: [1], verbose: 2 });
    expect(out).toContain(`value ${shown} (`);
  });
});

describe("in a terminal", () => {
  beforeEach(() => {
    process.stderr.isTTY = true;
  });

  it("verbose 2 prints lines, and no bar", async () => {
    await fit(2);
    expect(out.trimEnd().split("\n")).toHaveLength(2);
    expect(err).toBe("");
  });

  it("verbose 0 prints nothing", async () => {
    await fit(0);
    expect([out, err]).toEqual(["", ""]);
  });

  it("verbose 1 draws a bar, and shows the cursor again", async () => {
    await fit(1);
    expect(out).toBe("");
    expect(err).toContain("Epoch 2/2");
    expect(err).toContain("3/3");
    expect(err).toContain("val_loss");
    expect(err.lastIndexOf("\u001B[?25h")).toBeGreaterThan(err.lastIndexOf("\u001B[?25l"));
  });

  it("the bar is put away when a step fails", async () => {
    const fails = classifier().fit({
      ...data,
      callbacks: [{ name: "c", onTrainBatchEnd: () => Promise.reject(new Error("x")) }],
    });
    await expect(fails).rejects.toThrow("the callback c threw");
    expect(err.lastIndexOf("\u001B[?25h")).toBeGreaterThan(err.lastIndexOf("\u001B[?25l"));
  });
});
