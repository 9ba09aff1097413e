import type { PrimitiveOf } from "../primitive/define.ts";
import type { PrimitiveName } from "../primitive/params.ts";
import { absP } from "./abs.ts";
import { addP } from "./add.ts";
import { andP } from "./and.ts";
import { argmaxP } from "./argmax.ts";
import { argminP } from "./argmin.ts";
import { bitcastP } from "./bitcast.ts";
import { broadcastInDimP } from "./broadcast-in-dim.ts";
import { callP } from "./call.ts";
import { ceilP } from "./ceil.ts";
import { concatenateP } from "./concatenate.ts";
import { condP } from "./cond.ts";
import { constantP } from "./constant.ts";
import { convertP } from "./convert.ts";
import { copyP } from "./copy.ts";
import { cosP } from "./cos.ts";
import { divP } from "./div.ts";
import { dotGeneralP } from "./dot-general.ts";
import { eqP } from "./eq.ts";
import { expP } from "./exp.ts";
import { expm1P } from "./expm1.ts";
import { floorP } from "./floor.ts";
import { geP } from "./ge.ts";
import { gtP } from "./gt.ts";
import { iotaP } from "./iota.ts";
import { leP } from "./le.ts";
import { logP } from "./log.ts";
import { logSoftmaxP } from "./log-softmax.ts";
import { log1pP } from "./log1p.ts";
import { logisticP } from "./logistic.ts";
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
import { reduceMaxP } from "./reduce-max.ts";
import { reduceMinP } from "./reduce-min.ts";
import { reduceSumP } from "./reduce-sum.ts";
import { reluP } from "./relu.ts";
import { remP } from "./rem.ts";
import { reshapeP } from "./reshape.ts";
import { reverseP } from "./reverse.ts";
import { roundP } from "./round.ts";
import { rsqrtP } from "./rsqrt.ts";
import { scanP } from "./scan.ts";
import { selectP } from "./select.ts";
import { shiftLeftP } from "./shift-left.ts";
import { shiftRightArithmeticP } from "./shift-right-arithmetic.ts";
import { shiftRightLogicalP } from "./shift-right-logical.ts";
import { signP } from "./sign.ts";
import { sinP } from "./sin.ts";
import { sliceP } from "./slice.ts";
import { softmaxP } from "./softmax.ts";
import { sqrtP } from "./sqrt.ts";
import { stopGradientP } from "./stop-gradient.ts";
import { subP } from "./sub.ts";
import { tanhP } from "./tanh.ts";
import { threefry2x32P } from "./threefry2x32.ts";
import { transposeP } from "./transpose.ts";
import { whileP } from "./while.ts";
import { xorP } from "./xor.ts";

/** Every primitive of the closed set: a forgotten one does not compile. */
export const PRIMITIVES: { readonly [K in PrimitiveName]: PrimitiveOf<K> } = {
  neg: negP,
  sign: signP,
  abs: absP,
  floor: floorP,
  ceil: ceilP,
  round: roundP,
  exp: expP,
  expm1: expm1P,
  log: logP,
  log1p: log1pP,
  sqrt: sqrtP,
  rsqrt: rsqrtP,
  sin: sinP,
  cos: cosP,
  tanh: tanhP,
  not: notP,
  copy: copyP,
  add: addP,
  sub: subP,
  mul: mulP,
  div: divP,
  rem: remP,
  pow: powP,
  max: maxP,
  min: minP,
  and: andP,
  or: orP,
  xor: xorP,
  shiftLeft: shiftLeftP,
  shiftRightLogical: shiftRightLogicalP,
  shiftRightArithmetic: shiftRightArithmeticP,
  eq: eqP,
  ne: neP,
  lt: ltP,
  le: leP,
  gt: gtP,
  ge: geP,
  select: selectP,
  convert: convertP,
  bitcast: bitcastP,
  threefry2x32: threefry2x32P,
  constant: constantP,
  iota: iotaP,
  broadcastInDim: broadcastInDimP,
  reshape: reshapeP,
  transpose: transposeP,
  slice: sliceP,
  pad: padP,
  concatenate: concatenateP,
  reverse: reverseP,
  reduceSum: reduceSumP,
  reduceMax: reduceMaxP,
  reduceMin: reduceMinP,
  argmax: argmaxP,
  argmin: argminP,
  dotGeneral: dotGeneralP,
  cond: condP,
  while: whileP,
  scan: scanP,
  logistic: logisticP,
  relu: reluP,
  softmax: softmaxP,
  logSoftmax: logSoftmaxP,
  stopGradient: stopGradientP,
  call: callP,
};
