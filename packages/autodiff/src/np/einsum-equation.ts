import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** One label for each axis; those of an ellipsis are numbered from its end: `.0`, `.1`, … */
export type Labels = readonly string[];

export interface Equation {
  readonly operands: readonly Labels[];
  readonly output: Labels;
}

/**
 * Reads `"bij,bjk->bik"`: subscripts of each operand, and of the result. Without an arrow the result has the axes of the
 * ellipsis and then, in alphabetical order, the labels that stand once.
 *
 * @throws ArgumentInvalidError for an equation that is none, ShapeMismatchError for one that does not fit the operands.
 */
export function parseEquation(equation: string, operands: readonly Tensor[]): Equation {
  const fail = (problem: string, expected: string): ArgumentInvalidError =>
    new ArgumentInvalidError({
      operation: "np.einsum",
      problem,
      expected,
      received: JSON.stringify(equation),
    });
  if (typeof equation !== "string") throw fail("the equation is not a string", 'one like "ij,jk->ik"');
  const [left = "", right, ...more] = equation.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  if (
    more.length > 0 ||
    ![...terms, right ?? ""].every((term) => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term))
  ) {
    throw fail("the equation is not one", 'letters, commas, one "->", and "..." once a term');
  }
  if (terms.length !== operands.length) {
    throw fail("the equation has another number of operands", `${operands.length} terms`);
  }
  const labels = terms.map((term, i) => labelsOf(term, operands[i], equation));
  const broad = longestEllipsis(labels);
  if (right === undefined) {
    const all = labels.flat().filter((label) => !isEllipsis(label));
    const once = all.filter((label) => all.indexOf(label) === all.lastIndexOf(label));
    return { operands: labels, output: [...broad, ...once.sort()] };
  }
  const output = right.includes(".") ? expand(right, broad) : right.split("");
  const missing = output.find((label) => !labels.flat().includes(label));
  if (missing !== undefined)
    throw fail(`the result has a label ${missing} that no operand has`, "labels of operands");
  if (new Set(output).size !== output.length) throw fail("the result names an axis twice", "distinct labels");
  if (broad.length > 0 && !right.includes(".")) {
    throw fail("the result lacks the axes of the ellipsis", '"..." on the right');
  }
  return { operands: labels, output };
}

function labelsOf(term: string, operand: Tensor | undefined, equation: string): Labels {
  const rank = operand?.ndim ?? 0;
  const named = term.replace("...", "").length;
  const fits = term.includes(".") ? named <= rank : named === rank;
  if (!fits) {
    throw new ShapeMismatchError({
      operation: "np.einsum",
      problem: `the subscripts ${JSON.stringify(term)} do not fit their operand`,
      expected: `${rank} of them${term.includes(".") ? " at most" : ""}, one for each axis`,
      received: `${operand ? formatSpec(operand.spec) : "none"} in ${JSON.stringify(equation)}`,
    });
  }
  const axes = Array.from({ length: rank - named }, (_, i) => `.${rank - named - 1 - i}`);
  return expand(term, axes);
}

function expand(term: string, ellipsis: Labels): Labels {
  const [before = "", after = ""] = term.split("...");
  return [...before.split(""), ...(term.includes(".") ? ellipsis : []), ...after.split("")];
}

function longestEllipsis(terms: readonly Labels[]): Labels {
  const ellipses = terms.map((labels) => labels.filter(isEllipsis));
  return ellipses.reduce((longest, axes) => (axes.length > longest.length ? axes : longest), []);
}

function isEllipsis(label: string): boolean {
  return label.startsWith(".");
}
