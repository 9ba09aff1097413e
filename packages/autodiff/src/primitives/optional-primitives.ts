import type { PrimitiveOf } from "../primitive/define.ts";
import type { OptionalName } from "../primitive/primitive-set.ts";
import { callP } from "./call.ts";
import { checkpointP } from "./checkpoint.ts";
import { condP } from "./cond.ts";
import { convGeneralDilatedP } from "./conv-general-dilated.ts";
import { customJvpP } from "./custom-jvp.ts";
import { customLinearP } from "./custom-linear.ts";
import { customVjpP } from "./custom-vjp.ts";
import { logSoftmaxP } from "./log-softmax.ts";
import { randomBitsP } from "./random-bits.ts";
import { reduceWindowMaxP } from "./reduce-window-max.ts";
import { reduceWindowMinP } from "./reduce-window-min.ts";
import { reduceWindowSumP } from "./reduce-window-sum.ts";
import { scanP } from "./scan.ts";
import { selectAndGatherAddP, selectAndScatterAddP } from "./select-and-add.ts";
import { softmaxP } from "./softmax.ts";
import { sortP } from "./sort.ts";
import { topKP } from "./top-k.ts";
import { whileP } from "./while.ts";

/** The other primitives of the closed set: a forgotten one does not compile. For those who look up any name there is. */
export const OPTIONAL_PRIMITIVES: { readonly [K in OptionalName]: PrimitiveOf<K> } = {
  sort: sortP,
  convGeneralDilated: convGeneralDilatedP,
  reduceWindowSum: reduceWindowSumP,
  reduceWindowMax: reduceWindowMaxP,
  reduceWindowMin: reduceWindowMinP,
  selectAndGatherAdd: selectAndGatherAddP,
  selectAndScatterAdd: selectAndScatterAddP,
  softmax: softmaxP,
  logSoftmax: logSoftmaxP,
  topK: topKP,
  randomBits: randomBitsP,
  cond: condP,
  while: whileP,
  scan: scanP,
  call: callP,
  checkpoint: checkpointP,
  customJvp: customJvpP,
  customVjp: customVjpP,
  customLinear: customLinearP,
};
