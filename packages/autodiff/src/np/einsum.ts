import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { dotGeneral } from "../lax/dot-general.ts";
import { convertElementType, mul } from "../lax/elementwise.ts";
import { broadcastInDim, reshape, slice, transpose } from "../lax/movement.ts";
import { reduceSum } from "../lax/reduction.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { type Labels, parseEquation } from "./einsum-equation.ts";
import { cheapestPair, type Sizes } from "./einsum-order.ts";
import { commonDType, tensorOf } from "./operands.ts";

/** A tensor whose axes have different labels. */
interface Factor {
  readonly tensor: Tensor;
  readonly labels: Labels;
}

/**
 * Sums of products by Einstein's convention: each letter is an axis; axes with the same letter run together, and those
 * that the result does not name are summed over. A letter twice in one operand is its diagonal, `...` stands for axes that
 * broadcast. Of several operands those are multiplied first that cost least.
 *
 * @param equation `"ij,jk->ik"`; without `->` the result has the letters that stand once, in alphabetical order.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const x = np.array([[1, 2], [3, 4]]);
 * await np.einsum("ij,jk->ik", x, x).array(); // => [[7,10],[15,22]]
 * await np.einsum("ii", x).item(); // => 5
 * ```
 */
export function einsum(equation: string, ...operands: readonly TensorLike[]): Tensor {
  const dtype = commonDType("np.einsum", operands);
  const tensors = operands.map((operand) => convertElementType(tensorOf("np.einsum", operand), dtype));
  const parsed = parseEquation(equation, tensors);
  const { output } = parsed;
  const sizes = sizesOf(parsed.operands, tensors, equation);
  let factors = tensors.map((tensor, i): Factor =>
    withoutRepeats(withoutOnes({ tensor, labels: parsed.operands[i] ?? [] }, sizes)),
  );
  for (;;) {
    factors = factors.map((factor) => summed(factor, neededBy(output, factors, factor)));
    const pair = cheapestPair(
      factors.map(({ labels }) => labels),
      output,
      sizes,
    );
    if (pair === null) break;
    const [left, right] = pair.map((i) => factors[i]) as [Factor, Factor];
    const others = factors.filter((factor) => factor !== left && factor !== right);
    factors = [
      ...others,
      product(left, right, new Set([...output, ...others.flatMap(({ labels }) => labels)])),
    ];
  }
  const [result] = factors;
  if (result === undefined) throw new Error("an equation has at least one term");
  return inOrder(result, output, sizes);
}

/** The size of each label; where one operand has 1, that of the others. */
function sizesOf(terms: readonly Labels[], tensors: readonly Tensor[], equation: string): Sizes {
  const sizes = new Map<string, number>();
  terms.forEach((labels, i) =>
    labels.forEach((label, axis) => {
      const [known = 1, size = 1] = [sizes.get(label), tensors[i]?.shape[axis]];
      if (known !== 1 && size !== 1 && known !== size) {
        throw new ShapeMismatchError({
          operation: "np.einsum",
          problem: `the axes ${label.startsWith(".") ? "of the ellipsis" : label} differ in size`,
          expected: "one size for each letter, or 1",
          received: `${tensors.map(({ spec }) => formatSpec(spec)).join(" and ")} in ${JSON.stringify(equation)}`,
        });
      }
      sizes.set(label, known === 1 ? size : known);
    }),
  );
  return sizes;
}

/** Axes of size 1 that stand for more are not there: the factor is the same along them. */
function withoutOnes({ tensor, labels }: Factor, sizes: Sizes): Factor {
  const stays = labels.map((label, axis) => tensor.shape[axis] === sizes.get(label));
  return {
    tensor: reshape(
      tensor,
      tensor.shape.filter((_, axis) => stays[axis]),
    ),
    labels: labels.filter((_, axis) => stays[axis]),
  };
}

/** The diagonal of axes with the same label. */
function withoutRepeats({ tensor, labels }: Factor): Factor {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) !== axis);
  if (second === -1) return { tensor, labels };
  const first = labels.indexOf(labels[second] ?? "");
  const others = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const size = tensor.shape[first] ?? 1;
  const kept = others.map((axis) => tensor.shape[axis] ?? 1);
  // In memory the elements of a diagonal are size + 1 apart.
  const square = reshape(transpose(tensor, [...others, first, second]), [...kept, size * size]);
  const diagonal = slice(
    square,
    square.shape.map(() => 0),
    square.shape,
    [...kept.map(() => 1), size + 1],
  );
  return withoutRepeats({ tensor: diagonal, labels: [...others, first].map((axis) => labels[axis] ?? "") });
}

/** The labels that the result or another factor has. */
function neededBy(output: Labels, factors: readonly Factor[], factor: Factor): ReadonlySet<string> {
  return new Set([...output, ...factors.filter((other) => other !== factor).flatMap(({ labels }) => labels)]);
}

/** Summed over the axes that nobody needs. */
function summed({ tensor, labels }: Factor, needed: ReadonlySet<string>): Factor {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  return { tensor: reduceSum(tensor, axes), labels: labels.filter((label) => needed.has(label)) };
}

/** Two factors as one, summed over the common axes that nobody else needs. */
function product(left: Factor, right: Factor, needed: ReadonlySet<string>): Factor {
  const common = left.labels.filter((label) => right.labels.includes(label));
  const batch = common.filter((label) => needed.has(label));
  const contracting = common.filter((label) => !needed.has(label));
  const only = (factor: Factor): string[] => factor.labels.filter((label) => !common.includes(label));
  const labels = [...batch, ...only(left), ...only(right)];
  if (contracting.length === 0) return multiplied(left, right, labels);
  const axesOf = (factor: Factor, some: Labels): number[] =>
    some.map((label) => factor.labels.indexOf(label));
  const tensor = dotGeneral(left.tensor, right.tensor, [
    [axesOf(left, contracting), axesOf(right, contracting)],
    [axesOf(left, batch), axesOf(right, batch)],
  ]);
  return { tensor, labels };
}

function multiplied(left: Factor, right: Factor, labels: Labels): Factor {
  const sizeOf = (label: string): number => {
    const owner = left.labels.includes(label) ? left : right;
    return owner.tensor.shape[owner.labels.indexOf(label)] ?? 1;
  };
  const shape = labels.map(sizeOf);
  const spread = ({ tensor, labels: own }: Factor): Tensor => {
    const order = labels.filter((label) => own.includes(label));
    const arranged = transpose(
      tensor,
      order.map((label) => own.indexOf(label)),
    );
    return broadcastInDim(
      arranged,
      shape,
      order.map((label) => labels.indexOf(label)),
    );
  };
  return { tensor: mul(spread(left), spread(right)), labels };
}

/** The axes as the result names them. */
function inOrder({ tensor, labels }: Factor, output: Labels, sizes: Sizes): Tensor {
  const there = output.filter((label) => labels.includes(label));
  const arranged = transpose(
    tensor,
    there.map((label) => labels.indexOf(label)),
  );
  return broadcastInDim(
    arranged,
    output.map((label) => sizes.get(label) ?? 1),
    there.map((label) => output.indexOf(label)),
  );
}
