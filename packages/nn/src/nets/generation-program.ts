import { getBackend, jit, type Tensor, vmap } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import type { KeyValueCache } from "../layers/attention/key-value-cache.ts";
import type { LanguageModel } from "./language-model.ts";
import { nextToken, type Sampling, type SamplingNumbers } from "./next-token.ts";

/** Texts of a batch, side by side. */
export interface Texts {
  /** `i32[batch, maxLength + 1]`: what a text begins with, and behind it room. */
  readonly ids: Tensor;
  /** How many tokens each has: `i32[batch]`. */
  readonly lengths: Tensor;
  /** How many tokens each may have: `i32[batch]`. */
  readonly limits: Tensor;
  /** Texts that are finished already: `bool[batch]`. */
  readonly done: Tensor;
  /** How many tokens of each were drawn before: `i32[batch]`. */
  readonly drawn: Tensor;
}

export interface Written {
  readonly ids: Tensor;
  /** How many tokens each has now: `i32[batch]`. */
  readonly lengths: Tensor;
  readonly done: Tensor;
  /** Whether a token was chosen by logits that are not numbers: `bool[]`. */
  readonly lost: Tensor;
}

export interface Drawing extends SamplingNumbers {
  readonly key: Tensor;
  /** The token after which a text is finished, `i32[]`; −1 for none. */
  readonly stopToken: Tensor;
}

/**
 * Goes on with the texts until each is finished or has as many tokens as it may have, or there is no more room. One
 * program for all texts of one batch size: what changes from call to call is an argument.
 */
export function continueTexts(
  network: LanguageModel,
  { greedy, topK, nucleus }: Sampling,
  params: unknown,
  texts: Texts,
  drawing: Drawing,
): Written {
  const program = programs.get(network) ?? programOf(network);
  programs.set(network, program);
  return program(getBackend(), greedy, topK, nucleus, params, texts, drawing);
}

/** Compiled programs live as long as their network. */
const programs = new WeakMap<LanguageModel, ReturnType<typeof programOf>>();

// Constants of a program live on one backend, so that each has its own.
const programOf = (network: LanguageModel) =>
  jit(
    (
      _: ReturnType<typeof getBackend>,
      greedy: boolean,
      topK: number,
      nucleus: boolean,
      params: unknown,
      texts: Texts,
      drawing: Drawing,
    ) => written(network, { greedy, topK, nucleus }, params, texts, drawing),
    { static: [0, 1, 2, 3], name: "generate" },
  );

function written(
  network: LanguageModel,
  sampling: Sampling,
  params: unknown,
  { ids, lengths, limits, done, drawn }: Texts,
  { key, stopToken, ...numbers }: Drawing,
): Written {
  const [batch, room] = ids.shape;
  const call = { rng: key, params, states: {}, training: false };
  // All tokens at once. Those behind the shortest text are gone over again, one at a time, over what the cache has there.
  const first = lengths.min();
  const begun = network.cached.apply({
    ...call,
    args: [ids.get(":", ":-1"), { cache: network.emptyCache(batch), step: first.sub(1) }],
  }).preds;
  const keys = vmap((row: Tensor) => random.foldIn(key, row))(np.arange(batch));
  const cache: readonly KeyValueCache[] = begun.cache.map((one) => ({ ...one, length: first }));
  const start = {
    ids,
    done,
    lengths,
    at: first,
    lost: np.array(false),
    logits: begun.logits.reshape([batch, -1]),
    cache,
  };
  const end = lax.whileLoop(
    ({ at, done }) => np.logicalAnd(at.less(room), np.logicalNot(done.all())),
    ({ at, ids, done, lengths: now, lost, logits, cache }) => {
      const isGiven = at.less(lengths);
      const count = at.sub(lengths).add(drawn);
      const made = nextToken(logits, vmap(random.foldIn)(keys, count), sampling, numbers);
      const token = np.where(isGiven, lax.dynamicIndexInDim(ids, at, 1, { keepdims: false }), made);
      // The step after the last token has no room in the cache; nobody reads what it gives.
      const next = network.cached.apply({ ...call, args: [token.reshape([batch, 1]), { cache }] }).preds;
      const isNew = np.logicalNot(np.logicalOr(isGiven, done));
      const isLast = np.logicalOr(token.equal(stopToken), at.add(1).greaterEqual(limits));
      return {
        ids: lax.dynamicUpdateIndexInDim(ids, token, at, 1),
        done: np.logicalOr(done, np.logicalAnd(isNew, isLast)),
        lengths: np.where(isNew, at.add(1), now),
        at: at.add(1),
        lost: np.logicalOr(lost, np.isnan(logits).any()),
        logits: next.logits.reshape([batch, -1]),
        cache: next.cache,
      };
    },
    start,
  );
  return { ids: end.ids, lengths: end.lengths, done: end.done, lost: end.lost };
}
