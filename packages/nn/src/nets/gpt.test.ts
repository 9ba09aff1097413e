import { jit, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import { type KeyValueCache, nets } from "../index.ts";
import { expectClose } from "../layers/close.test-support.ts";
import { expectFigure, figureWeights } from "./figures.test-support.ts";
import figures from "./gpt.test-support.json" with { type: "json" };

// Logits, the mean crossentropy and its gradients, of layers of PyTorch 2.13 put together to the same network, float32.
// Of the first case the gradients are whole, of the others their products with cos(i) and sin(i).

const SIZES = { vocabSize: 7, maxLength: 6, width: 8, numHeads: 2, depth: 2, dropout: 0 };
const IDS = [
  [1, 2, 3, 4, 5],
  [6, 0, 2, 2, 1],
];
const LABELS = [
  [2, 3, 4, 5, 6],
  [0, 2, 2, 1, 3],
];

type Figure = (typeof figures.cases)[number];
const gptOf = ({ positions, tieWeights }: Figure): nets.GPTLayer =>
  nets.GPT({ ...SIZES, positions: positions as nets.GPTPositions, tieWeights });
const rng = (): Tensor => random.key(0);

describe.each([
  ["reference", reference, figures.cases.slice(0, 1)],
  ["cpu", () => cpu(), figures.cases],
] as const)("on %s", (_, backend, cases) => {
  beforeEach(() => setBackend(backend()));

  it.each(cases)("$positions positions, tied: $tieWeights", async (figure) => {
    await expectFigure(gptOf(figure), np.array(IDS), np.array(LABELS), figure);
  });
});

describe("a cache", () => {
  beforeEach(() => setBackend(cpu()));

  it.each(figures.cases)("gives the same: $positions positions, tied: $tieWeights", async (figure) => {
    const gpt = gptOf(figure);
    const params = figureWeights(gpt, np.array(IDS), figure);
    const step = jit((ids: Tensor, cache: readonly KeyValueCache[]) => {
      const call = { rng: rng(), params, states: {}, training: false };
      return gpt.cached.apply({ ...call, args: [ids, { cache }] }).preds;
    });
    let cache = gpt.emptyCache(2);
    const parts = [
      [0, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ] as const;
    const logits = parts.map(([from, to]) => {
      const found = step(np.array(IDS.map((row) => row.slice(from, to))), cache);
      ({ cache } = found);
      return found.logits;
    });
    expectClose(await np.concatenate(logits, { axis: 1 }).data(), figure.logits);
  });

  it("gives the logits of one step where these are asked for", async () => {
    const figure = figures.cases[0]!;
    const gpt = gptOf(figure);
    const params = figureWeights(gpt, np.array(IDS), figure);
    const last = jit((ids: Tensor, step: Tensor) => {
      const call = { rng: rng(), params, states: {}, training: false };
      return gpt.cached.apply({ ...call, args: [ids, { cache: gpt.emptyCache(2), step }] }).preds.logits;
    })(np.array(IDS), np.array(3));
    expect(last.shape).toEqual([2, 1, 7]);
    expectClose(await last.data(), [...figure.logits.slice(21, 28), ...figure.logits.slice(56, 63)]);
  });
});

it("drops while training alone", async () => {
  setBackend(cpu());
  const gpt = nets.GPT({ ...SIZES, dropout: 0.5 });
  const params = figureWeights(gpt, np.array(IDS), figures.cases[0]!);
  const run = jit(
    (key: Tensor, training: boolean) => {
      return gpt.apply({ rng: key, args: [np.array(IDS)], params, states: {}, training }).preds;
    },
    { static: [1] },
  );
  const of = async (key: number, training: boolean): Promise<unknown> => {
    return await run(random.key(key), training).array();
  };
  expect(await of(1, false)).toEqual(await of(2, false));
  expect(await of(1, true)).toEqual(await of(1, true));
  expect(await of(1, true)).not.toEqual(await of(2, true));
  expect(await of(1, true)).not.toEqual(await of(1, false));
});

it.each<[string, () => unknown, string]>([
  [
    "a width",
    () => nets.GPT({ ...SIZES, width: 9 }),
    "GPT: the features cannot be divided among the heads. Expected a width that is a multiple of numHeads, 2; received 9.",
  ],
  [
    "no tokens",
    () => nets.GPT({ ...SIZES, vocabSize: 0 }),
    "GPT: `vocabSize` is out of range. Expected a whole number ≥ 1; received 0.",
  ],
  [
    "positions",
    () => nets.GPT({ ...SIZES, positions: "alibi" as "none" }),
    'GPT: there are no such positions. Expected "learned", "sinusoidal", "rotary" or "none"; received "alibi".',
  ],
  ["a rate", () => nets.GPT({ ...SIZES, dropout: 1 }), "Dropout: `rate` is out of range."],
  [
    "a long sequence",
    () => nets.GPT({ ...SIZES, positions: "none" }).init({ rng: rng(), args: [np.ones([1, 7])] }),
    "GPT: the sequence is too long. Expected at most 6 tokens (maxLength); received f32[1,7].",
  ],
  [
    "tokens that are not whole",
    () => nets.GPT(SIZES).init({ rng: rng(), args: [np.ones([1, 3])] }),
    "ReversibleEmbedding: the inputs are not whole numbers.",
  ],
])("refuses %s", (_, run, message) => {
  setBackend(cpu());
  expect(run).toThrow(message);
});
