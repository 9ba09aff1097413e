import type { PrimitiveOf } from "../primitive/define.ts";
import type { CommonName } from "../primitive/primitive-set.ts";
import { absP } from "./abs.ts";
import { addP } from "./add.ts";
import { andP } from "./and.ts";
import { argmaxP } from "./argmax.ts";
import { argminP } from "./argmin.ts";
import { broadcastInDimP } from "./broadcast-in-dim.ts";
import { ceilP } from "./ceil.ts";
import { concatenateP } from "./concatenate.ts";
import { constantP } from "./constant.ts";
import { convertP } from "./convert.ts";
import { copyP } from "./copy.ts";
import { cosP } from "./cos.ts";
import { cumprodP } from "./cumprod.ts";
import { cumsumP } from "./cumsum.ts";
import { divP } from "./div.ts";
import { dotGeneralP } from "./dot-general.ts";
import { dynamicSliceP } from "./dynamic-slice.ts";
import { dynamicUpdateSliceP } from "./dynamic-update-slice.ts";
import { eqP } from "./eq.ts";
import { expP } from "./exp.ts";
import { expm1P } from "./expm1.ts";
import { floorP } from "./floor.ts";
import { gatherP } from "./gather.ts";
import { geP } from "./ge.ts";
import { gtP } from "./gt.ts";
import { iotaP } from "./iota.ts";
import { isFiniteP } from "./is-finite.ts";
import { leP } from "./le.ts";
import { logP } from "./log.ts";
import { log1pP } from "./log1p.ts";
import { ltP } from "./lt.ts";
import { maxP } from "./max.ts";
import { minP } from "./min.ts";
import { mulP } from "./mul.ts";
import { neP } from "./ne.ts";
import { negP } from "./neg.ts";
import { notP } from "./not.ts";
import { orP } from "./or.ts";
import { padP } from "./pad.ts";
import { powP } from "./pow.ts";
import { reduceAndP } from "./reduce-and.ts";
import { reduceMaxP } from "./reduce-max.ts";
import { reduceMinP } from "./reduce-min.ts";
import { reduceOrP } from "./reduce-or.ts";
import { reduceProdP } from "./reduce-prod.ts";
import { reduceSumP } from "./reduce-sum.ts";
import { remP } from "./rem.ts";
import { reshapeP } from "./reshape.ts";
import { reverseP } from "./reverse.ts";
import { roundP } from "./round.ts";
import { scatterP } from "./scatter.ts";
import { scatterAddP } from "./scatter-add.ts";
import { scatterMaxP } from "./scatter-max.ts";
import { scatterMinP } from "./scatter-min.ts";
import { scatterMulP } from "./scatter-mul.ts";
import { selectP } from "./select.ts";
import { signP } from "./sign.ts";
import { sinP } from "./sin.ts";
import { sliceP } from "./slice.ts";
import { sqrtP } from "./sqrt.ts";
import { subP } from "./sub.ts";
import { tanP } from "./tan.ts";
import { tanhP } from "./tanh.ts";
import { transposeP } from "./transpose.ts";

/** One of them, whichever. */
type CommonPrimitive = { readonly [K in CommonName]: PrimitiveOf<K> }[CommonName];

/** A list that leaves out no common primitive: a forgotten one does not compile. */
type Complete<List extends readonly { readonly name: string }[]> =
  Exclude<CommonName, List[number]["name"]> extends never ? List : never;

const ALL = [
  negP,
  signP,
  absP,
  floorP,
  ceilP,
  roundP,
  expP,
  expm1P,
  logP,
  log1pP,
  sqrtP,
  sinP,
  cosP,
  tanP,
  tanhP,
  isFiniteP,
  notP,
  copyP,
  addP,
  subP,
  mulP,
  divP,
  remP,
  powP,
  maxP,
  minP,
  andP,
  orP,
  eqP,
  neP,
  ltP,
  leP,
  gtP,
  geP,
  selectP,
  convertP,
  constantP,
  iotaP,
  broadcastInDimP,
  reshapeP,
  transposeP,
  sliceP,
  padP,
  concatenateP,
  reverseP,
  gatherP,
  scatterP,
  scatterAddP,
  scatterMulP,
  scatterMinP,
  scatterMaxP,
  dynamicSliceP,
  dynamicUpdateSliceP,
  reduceSumP,
  reduceMaxP,
  reduceMinP,
  reduceProdP,
  reduceAndP,
  reduceOrP,
  cumsumP,
  cumprodP,
  argmaxP,
  argminP,
  dotGeneralP,
] as const;

/** The primitives that are there in every program. */
export const COMMON_PRIMITIVES: readonly CommonPrimitive[] = ALL satisfies Complete<typeof ALL>;
