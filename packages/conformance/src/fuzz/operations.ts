import { type DType, lax, nn, np, type Tensor } from "@elegy/autodiff";
import { bounded, isExact, isFloatItem, isUsable, type Item } from "./item.ts";

/** One operation of random programs. */
export interface FuzzOperation {
  readonly name: string;
  /** What each operand has to be, seen together with those before it. */
  readonly takes: readonly ((item: Item, before: readonly Item[]) => boolean)[];
  /** `detail` chooses among variants. */
  readonly apply: (items: readonly [Item, Item, Item], detail: number, float: DType) => Item;
}

const float = (item: Item): boolean => isFloatItem(item) && isUsable(item);
const exact = (item: Item): boolean => isFloatItem(item) && isExact(item);
const integer = ({ tensor }: Item): boolean => tensor.dtype === "int32";
const sameAs = (item: Item, [first]: readonly Item[]): boolean =>
  float(item) && item.tensor.shape.join() === first?.tensor.shape.join();
const ofRank =
  (rank: number, holds = float) =>
  (item: Item): boolean =>
    holds(item) && item.tensor.ndim === rank && item.tensor.size > 0;
const ofShape =
  (...shape: readonly number[]) =>
  (item: Item): boolean =>
    float(item) && item.tensor.shape.join() === shape.join();
const vector = (item: Item): boolean => integer(item) && item.tensor.ndim === 1 && item.tensor.size > 0;

const choice = <T>(items: readonly T[], detail: number): T => items[detail % items.length]!;

/** The elements are those of the operand, in other places. */
function moving(
  name: string,
  takes: FuzzOperation["takes"][0],
  move: (x: Tensor, detail: number) => Tensor,
): FuzzOperation {
  return { name, takes: [takes], apply: ([x], detail) => ({ ...x, tensor: move(x.tensor, detail) }) };
}

/** One rounding of numbers up to the bound. */
const rounded = (error: number, bound: number): number => (error === 0 ? 0 : error + bound);

const arithmetic: readonly FuzzOperation[] = [
  moving("neg, abs, relu, copy", float, (x, detail) =>
    choice([lax.neg, lax.abs, nn.relu, lax.copy], detail)(x),
  ),
  {
    name: "sign, half",
    takes: [exact],
    apply: ([{ tensor, bound }], detail) =>
      choice(
        [
          () => ({ tensor: lax.sign(tensor), bound: 1, error: 0 }),
          () => ({ tensor: lax.floor(tensor.mul(0.5)), bound, error: 0 }),
        ],
        detail,
      )(),
  },
  {
    name: "smooth",
    takes: [(item) => float(item) && item.bound <= 64],
    apply: ([{ tensor, error }], detail) => ({
      tensor: choice(
        [lax.tanh, lax.sin, lax.logistic, (x: Tensor) => lax.exp(x.abs().neg())],
        detail,
      )(tensor),
      bound: 1,
      error: error + 64,
    }),
  },
  {
    name: "add, sub",
    takes: [float, sameAs],
    apply: ([x, y], detail) => {
      const bound = x.bound + y.bound;
      const tensor = choice([lax.add, lax.sub], detail)(x.tensor, y.tensor);
      return bounded(tensor, bound, rounded(x.error + y.error, bound));
    },
  },
  {
    name: "mul",
    takes: [float, sameAs],
    apply: ([x, y]) => {
      const bound = x.bound * y.bound;
      const error = x.error * y.bound + y.error * x.bound;
      return bounded(lax.mul(x.tensor, y.tensor), bound, rounded(error, bound));
    },
  },
  {
    name: "max, min",
    takes: [float, sameAs],
    apply: ([x, y], detail) => ({
      tensor: choice([lax.max, lax.min], detail)(x.tensor, y.tensor),
      bound: Math.max(x.bound, y.bound),
      error: Math.max(x.error, y.error),
    }),
  },
  {
    name: "add a number",
    takes: [float],
    apply: ([{ tensor, bound, error }], detail) =>
      bounded(tensor.add((detail % 5) - 2), bound + 2, rounded(error, bound + 2)),
  },
  {
    name: "select",
    takes: [exact, (item, before) => exact(item) && sameAs(item, before), sameAs],
    apply: ([x, y, z], detail) => ({
      tensor: lax.select(choice([lax.lt, lax.ge, lax.eq], detail)(x.tensor, y.tensor), x.tensor, z.tensor),
      bound: Math.max(x.bound, z.bound),
      error: z.error,
    }),
  },
];

const movement: readonly FuzzOperation[] = [
  moving("transpose", ofRank(2), (x) => lax.transpose(x, [1, 0])),
  moving(
    "reshape",
    (item) => float(item) && item.tensor.size === 20,
    (x, detail) => x.reshape(choice([[20], [4, 5], [5, 4], [2, 2, 5]], detail)),
  ),
  moving("reverse", ofRank(2), (x, detail) => lax.rev(x, choice([[0], [1], [0, 1]], detail))),
  moving("slice", ofRank(2), (x, detail) =>
    choice([() => x.get("1:"), () => x.get("::2", ":-1"), () => x.get(":", "::3")], detail)(),
  ),
  moving("pad", ofRank(2), (x, detail) =>
    lax.pad(x, lax.constant(0, x.dtype), [
      [1, detail % 2, 0],
      [-1, 1, detail % 3],
    ]),
  ),
  moving("concatenate", ofRank(2), (x, detail) => lax.concatenate([x, x], detail % 2)),
  moving("broadcast a row", ofShape(5), (x) => lax.broadcastInDim(x, [4, 5], [1])),
  moving("broadcast a column", ofShape(4, 1), (x) => lax.broadcastInDim(x, [4, 5], [0, 1])),
  moving("sort", ofRank(2), (x, detail) => lax.sort(x, { dimension: detail % 2 })),
  moving("dynamicSlice", ofShape(4, 5), (x, detail) => lax.dynamicSlice(x, [(detail % 6) - 1, 1], [2, 3])),
];

const sums: readonly FuzzOperation[] = [
  {
    name: "reduceSum",
    takes: [ofRank(2)],
    apply: ([{ tensor, bound, error }], detail) => {
      const { size } = tensor;
      const tensors = [tensor.sum(), tensor.sum({ axis: 0 }), tensor.sum({ axis: 1 })];
      return bounded(choice(tensors, detail), size * bound, size * rounded(error, size * bound));
    },
  },
  moving("reduceMax", ofRank(2), (x, detail) => lax.reduceMax(x, [detail % 2])),
  {
    name: "cumsum",
    takes: [ofRank(2)],
    apply: ([{ tensor, bound, error }], detail) => {
      const { size } = tensor;
      const sum = lax.cumsum(tensor, detail % 2, { reverse: detail % 3 === 0 });
      return bounded(sum, size * bound, size * rounded(error, size * bound));
    },
  },
  moving("cummax", ofRank(2), (x, detail) => lax.cummax(x, detail % 2)),
  {
    name: "dot",
    takes: [ofRank(2), (item, [first]) => ofRank(2)(item) && item.tensor.shape[0] === first?.tensor.shape[1]],
    apply: ([x, y]) => {
      const length = x.tensor.shape[1] ?? 0;
      const bound = length * x.bound * y.bound;
      const error = length * (x.error * y.bound + y.error * x.bound);
      return bounded(np.dot(x.tensor, y.tensor), bound, length * rounded(error, bound));
    },
  },
];

const integers: readonly FuzzOperation[] = [
  { name: "to integers", takes: [exact], apply: ([x]) => ({ ...x, tensor: x.tensor.astype("int32") }) },
  {
    name: "from integers",
    takes: [integer],
    apply: ([{ tensor }], _, to) => ({
      tensor: lax.rem(tensor, np.full(tensor.shape, 16, { dtype: "int32" })).astype(to),
      bound: 16,
      error: 0,
    }),
  },
  {
    name: "argmax",
    takes: [ofRank(2, exact)],
    apply: ([{ tensor }], detail) => ({
      tensor: lax.argmax(tensor, detail % 2, "int32"),
      bound: tensor.size,
      error: 0,
    }),
  },
  {
    name: "integer arithmetic",
    takes: [
      integer,
      (item, [first]) => integer(item) && item.tensor.shape.join() === first?.tensor.shape.join(),
    ],
    apply: ([x, y], detail) => ({
      tensor: choice([lax.add, lax.mul, lax.bitwiseXor, lax.bitwiseAnd, lax.shiftLeft], detail)(
        x.tensor,
        y.tensor,
      ),
      bound: 2 ** 31,
      error: 0,
    }),
  },
];

const rows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };

/** Written in place where nobody else reads the operand; the operand may be the updates too. */
const indexing: readonly FuzzOperation[] = [
  {
    name: "take",
    takes: [ofRank(2), vector],
    apply: ([x, i]) => ({ ...x, tensor: np.take(x.tensor, i.tensor, { axis: 0, mode: "clip" }) }),
  },
  {
    name: "scatter rows",
    takes: [ofRank(2), (item, [x]) => vector(item) && item.tensor.size === x?.tensor.shape[0], sameAs],
    apply: ([x, i, updates], detail) => {
      const scatter = choice([lax.scatter, lax.scatterMax, lax.scatterAdd], detail);
      const times = scatter === lax.scatterAdd ? 1 + x.tensor.size : 1;
      const [bound, error] = [
        Math.max(x.bound, updates.bound) * times,
        Math.max(x.error, updates.error) * times,
      ];
      const tensor = scatter(x.tensor, i.tensor.reshape([-1, 1]), updates.tensor, rows);
      return bounded(tensor, bound, rounded(error, bound));
    },
  },
  {
    name: "update a row",
    takes: [ofShape(4, 5), sameAs],
    apply: ([x, y], detail) => ({
      tensor: lax.dynamicUpdateSlice(x.tensor, y.tensor.get("1:2"), [(detail % 7) - 1, 0]),
      bound: Math.max(x.bound, y.bound),
      error: Math.max(x.error, y.error),
    }),
  },
];

export const FUZZ_OPERATIONS: readonly FuzzOperation[] = [
  ...arithmetic,
  ...movement,
  ...sums,
  ...integers,
  ...indexing,
];
