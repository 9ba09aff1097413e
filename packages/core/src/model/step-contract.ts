import { formatSpec, isFloat, isTensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { isCumulative } from "../logs/cumulative.ts";
import { isStates } from "../states/is-states.ts";
import type { States } from "../states/states.ts";
import { StepResultInvalidError } from "./model-errors.ts";

type Part = "yPred" | "loss" | "logs" | "states" | "grads";

/** A step whose result is a list. */
export type CheckedStep = "predStep" | "testStep" | "gradStep" | "trainStep";

const CONTRACTS: Readonly<Record<CheckedStep, readonly Part[]>> = {
  predStep: ["yPred", "states"],
  testStep: ["loss", "logs", "states"],
  gradStep: ["loss", "logs", "states", "grads"],
  trainStep: ["logs", "states"],
};

/**
 * Passes the result of a step on if it is what the step's contract says.
 *
 * @param initializing the step makes states: they are what it says.
 * @throws StepResultInvalidError naming the step, what it returns and what came.
 */
export function checked<R>(
  step: CheckedStep,
  result: R,
  before: States<object>,
  initializing: boolean = false,
): R {
  const parts = CONTRACTS[step];
  const expected = `[${parts.join(", ")}]`;
  if (!Array.isArray(result)) {
    throw new StepResultInvalidError(
      step,
      "the result is not a list",
      expected,
      describe(result),
      asyncHint(result),
    );
  }
  if (result.length !== parts.length) {
    const received = `[${result.map(describe).join(", ")}]`;
    throw new StepResultInvalidError(step, "the result has another length", expected, received);
  }
  parts.forEach((part, i) => checkPart(step, part, result[i], before));
  if (!initializing) checkFields(step, before, result[parts.indexOf("states")] as States<object>);
  return result;
}

/**
 * The states a step returned: States that lost no field.
 *
 * @throws StepResultInvalidError
 */
export function checkedStates<F extends object>(
  step: string,
  value: unknown,
  before: States<object>,
): States<F> {
  if (!isStates(value)) {
    throw new StepResultInvalidError(
      step,
      "no states were returned",
      "the States that the step was given, or states.update({ … })",
      describe(value),
      "The states come last, and replace those of the model.",
    );
  }
  const lost = before.fields().filter((field) => !value.fields().includes(field));
  if (lost.length > 0) {
    throw new StepResultInvalidError(
      step,
      `the returned states lack ${lost.join(", ")}`,
      `the fields ${before.fields().join(", ")}`,
      value.fields().join(", ") || "no fields",
      "Return states.update({ … }), which keeps the others.",
    );
  }
  return value as unknown as States<F>;
}

function checkPart(step: CheckedStep, part: Part, value: unknown, before: States<object>): void {
  if (part === "states") checkedStates(step, value, before);
  if (part === "loss") checkLoss(step, value);
  if (part === "logs") checkLogs(step, value);
}

/** From step to step a field keeps its structure and dtypes: a step is compiled once for them. */
function checkFields(step: string, before: States<object>, after: States<object>): void {
  const next = new Map(after);
  for (const [field, value] of before) {
    if ((value ?? null) === null) continue;
    const old = tree.leavesWithPath(value);
    const leaves = new Map(tree.leavesWithPath(next.get(field)));
    const place = (path: string): string => (path === "" ? field : `${field}.${path}`);
    const lost = old.find(([path]) => !leaves.has(path));
    if (lost !== undefined)
      throw structureError(step, field, `${place(lost[0])}: ${describe(lost[1])}`, "none");
    const known = new Set(old.map(([path]) => path));
    const more = [...leaves].find(([path]) => !known.has(path));
    if (more !== undefined) {
      throw structureError(step, field, "no leaf there", `${place(more[0])}: ${describe(more[1])}`);
    }
    for (const [path, leaf] of old) {
      const now = leaves.get(path);
      if (!isTensor(leaf) || !isTensor(now) || leaf.dtype === now.dtype) continue;
      throw new StepResultInvalidError(
        step,
        `\`${place(path)}\` has another dtype than before`,
        formatSpec(leaf.spec),
        formatSpec(now.spec),
        `Convert it with .astype("${leaf.dtype}"), or begin with ${now.dtype}.`,
      );
    }
  }
}

function structureError(step: string, field: string, expected: string, received: string): Error {
  return new StepResultInvalidError(
    step,
    `the field \`${field}\` has another structure than before`,
    expected,
    received,
    "What a field holds may change from step to step, but not how it is built.",
  );
}

function checkLoss(step: string, value: unknown): void {
  if (isTensor(value) && value.ndim === 0 && isFloat(value.dtype)) return;
  throw new StepResultInvalidError(
    step,
    "the loss is not a scalar",
    "f32[]",
    describe(value),
    "Reduce it, for instance with np.mean.",
  );
}

function checkLogs(step: string, logs: unknown): void {
  if (typeof logs !== "object" || logs === null || isTensor(logs) || isStates(logs) || Array.isArray(logs)) {
    throw new StepResultInvalidError(
      step,
      "the logs are not an object",
      "{ name: scalar, … }",
      describe(logs),
    );
  }
  for (const [name, log] of Object.entries(logs)) {
    const value: unknown = isCumulative(log) ? log.value : log;
    if (isTensor(value) && value.ndim === 0) continue;
    throw new StepResultInvalidError(
      step,
      `the log \`${name}\` is not a scalar`,
      "f32[]",
      describe(value),
      "Reduce it, for instance with np.mean.",
    );
  }
}

function describe(value: unknown): string {
  if (isTensor(value)) return formatSpec(value.spec);
  if (isStates(value)) return "States";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" && value !== null
    ? `an object { ${Object.keys(value).join(", ")} }`
    : String(value);
}

function asyncHint(result: unknown): string | undefined {
  return result instanceof Promise
    ? "Steps are synchronous: compute with tensors, without `await`."
    : undefined;
}
