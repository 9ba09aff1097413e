import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import budgets from "./budgets.json" with { type: "json" };
import { type Bundle, bundle, repository } from "./bundle.ts";

const built = new Map(Object.keys(budgets).map((program) => [program, bundle(program)]));

function builtOf(program: keyof typeof budgets): Promise<Bundle> {
  return built.get(program)!;
}

it.each(Object.entries(budgets))("%s weighs at most %d kB, minified and gzipped", async (program, budget) => {
  expect((await built.get(program)!).atStart).toBeLessThanOrEqual(budget);
});

/** Which of these files and folders a bundle has something of. A name that is out of date would never be found. */
function partsIn(files: readonly string[], parts: readonly string[]): readonly string[] {
  const gone = parts.filter((part) => part.startsWith("packages/") && !existsSync(`${repository}/${part}`));
  expect(gone).toEqual([]);
  return parts.filter((part) => files.some((file) => file.includes(part)));
}

describe("what a program does not use is not in its bundle", () => {
  it("of the example that writes its own step, nothing but the optimizer", async () => {
    const { filesAtStart, filesLater } = await builtOf("linear-classifier");
    const files = [...filesAtStart, ...filesLater];
    const unused = [
      "packages/autodiff/src/lax/control/",
      "packages/autodiff/src/nn/attention.ts",
      "packages/autodiff/src/np/einsum.ts",
      "packages/autodiff/src/np/linalg/",
      "packages/autodiff/src/random/gamma.ts",
      "packages/core/src/callbacks/",
      "packages/core/src/event-files/",
      "packages/core/src/losses/mean-squared-error.ts",
      "packages/core/src/metrics/auc.ts",
      "packages/core/src/plots/",
      "packages/core/src/regularizers/",
      "packages/optimizers/src/optimizers/lion.ts",
      "packages/optimizers/src/optimizers/sgd.ts",
      "node_modules/@bufbuild/",
    ];
    expect(partsIn(files, [...unused, "packages/optimizers/src/optimizers/adam.ts"])).toEqual([
      "packages/optimizers/src/optimizers/adam.ts",
    ]);
  });

  it("of layers, losses, metrics, optimizers and callbacks, those named", async () => {
    const { filesAtStart } = await builtOf("layers");
    const used = [
      "packages/core/src/callbacks/terminate-on-nan.ts",
      "packages/core/src/losses/sparse-categorical-crossentropy.ts",
      "packages/core/src/metrics/sparse-categorical-accuracy.ts",
      "packages/nn/src/layers/linear.ts",
      "packages/nn/src/layers/sequential.ts",
      "packages/optimizers/src/optimizers/sgd.ts",
    ];
    const unused = [
      "packages/core/src/callbacks/early-stopping.ts",
      "packages/core/src/callbacks/tensor-board.ts",
      "packages/core/src/losses/categorical-crossentropy.ts",
      "packages/core/src/losses/mean-squared-error.ts",
      "packages/core/src/metrics/auc.ts",
      "packages/core/src/metrics/binary-accuracy.ts",
      "packages/nn/src/layers/attention/",
      "packages/nn/src/layers/convolution/",
      "packages/nn/src/layers/normalization/",
      "packages/nn/src/layers/recurrent/",
      "packages/optimizers/src/optimizers/adam.ts",
      "packages/optimizers/src/optimizers/lion.ts",
    ];
    expect(partsIn(filesAtStart, [...used, ...unused])).toEqual(used);
  });

  it("of the primitives, those that the functions bind which it uses", async () => {
    const { filesAtStart } = await builtOf("linear-classifier");
    const used = [
      "packages/autodiff/src/primitives/call.ts",
      "packages/autodiff/src/primitives/log-softmax.ts",
      "packages/autodiff/src/primitives/random-bits.ts",
    ];
    const unused = [
      "packages/autodiff/src/primitives/checkpoint.ts",
      "packages/autodiff/src/primitives/cond.ts",
      "packages/autodiff/src/primitives/conv-general-dilated.ts",
      "packages/autodiff/src/primitives/custom-jvp.ts",
      "packages/autodiff/src/primitives/custom-vjp.ts",
      "packages/autodiff/src/primitives/reduce-window-max.ts",
      "packages/autodiff/src/primitives/scan.ts",
      "packages/autodiff/src/primitives/select-and-add.ts",
      "packages/autodiff/src/primitives/softmax.ts",
      "packages/autodiff/src/primitives/sort.ts",
      "packages/autodiff/src/primitives/top-k.ts",
      "packages/autodiff/src/primitives/while.ts",
    ];
    expect(partsIn(filesAtStart, [...used, ...unused])).toEqual(used);
  });

  it("of the trainer, nothing where there is none", async () => {
    const { filesAtStart, filesLater } = await builtOf("jit-and-grad");
    const trainer = ["packages/core/", "packages/optimizers/", "packages/nn/"];
    expect(partsIn([...filesAtStart, ...filesLater], trainer)).toEqual([]);
  });
});

it("of a namespace imported by its subpath, the functions named, and what gives tensors their methods", async () => {
  const { filesAtStart } = await bundle("np-alone");
  const used = ["packages/autodiff/src/install.ts", "packages/autodiff/src/np/creation.ts"];
  const unused = ["packages/autodiff/src/np/einsum.ts", "packages/autodiff/src/np/linalg/", "packages/core/"];
  expect(partsIn(filesAtStart, [...used, ...unused])).toEqual(used);
});

it("what few programs use is loaded when they do", async () => {
  const rare = [
    "packages/core/src/data/threads/",
    "packages/core/src/persistence/safetensors.ts",
    "packages/core/src/summary/format-summary.ts",
    "packages/core/src/training/format-logs-table.ts",
    "node_modules/console-table-printer/",
  ];
  const { filesAtStart, filesLater } = await builtOf("linear-classifier");
  expect(partsIn(filesAtStart, rare)).toEqual([]);
  expect(partsIn(filesLater, rare)).toEqual(rare);
});

it("a page begins with one file: two compress worse, and name all that they share", async () => {
  for (const program of built.values()) expect((await program).chunksAtStart).toBe(1);
});

it("what belongs to a terminal is in no bundle", async () => {
  const { filesAtStart, filesLater } = await builtOf("everything");
  const terminal = ["packages/core/src/terminal/node.ts", "node_modules/cli-progress/"];
  expect(partsIn([...filesAtStart, ...filesLater], terminal)).toEqual([]);
});
