import { devicePut } from "../backend/device-put.ts";
import * as np from "../np/np.ts";
import type { Tensor, TensorMethods } from "./tensor.ts";
import { TensorObject, type TensorReader } from "./tensor-object.ts";
import * as read from "./read.ts";

type OnSelf<M> = {
  readonly [K in keyof M]: M[K] extends (...args: infer A) => infer R
    ? (self: Tensor, ...args: A) => R
    : never;
};

/** Which function of `np` each method is: a forgotten one does not compile. */
const METHODS: OnSelf<TensorMethods> = {
  add: np.add,
  sub: np.subtract,
  mul: np.multiply,
  div: np.divide,
  mod: np.remainder,
  pow: np.power,
  floorDivide: np.floorDivide,
  maximum: np.maximum,
  minimum: np.minimum,
  neg: np.negative,
  abs: np.abs,
  sign: np.sign,
  floor: np.floor,
  ceil: np.ceil,
  round: np.round,
  exp: np.exp,
  log: np.log,
  sqrt: np.sqrt,
  square: np.square,
  sin: np.sin,
  cos: np.cos,
  tan: np.tan,
  expm1: np.expm1,
  log1p: np.log1p,
  reciprocal: np.reciprocal,
  tanh: np.tanh,
  equal: np.equal,
  notEqual: np.notEqual,
  less: np.less,
  lessEqual: np.lessEqual,
  greater: np.greater,
  greaterEqual: np.greaterEqual,
  logicalAnd: np.logicalAnd,
  logicalOr: np.logicalOr,
  logicalNot: np.logicalNot,
  isnan: np.isnan,
  isfinite: np.isfinite,
  sum: np.sum,
  prod: np.prod,
  mean: np.mean,
  variance: np.variance,
  std: np.std,
  max: np.max,
  min: np.min,
  any: np.any,
  all: np.all,
  argmax: np.argmax,
  argmin: np.argmin,
  ptp: np.ptp,
  cumsum: np.cumsum,
  cumprod: np.cumprod,
  dot: np.dot,
  matmul: np.matmul,
  astype: np.astype,
  reshape: np.reshape,
  ravel: np.ravel,
  transpose: np.transpose,
  swapaxes: np.swapaxes,
  expandDims: np.expandDims,
  squeeze: np.squeeze,
  broadcastTo: np.broadcastTo,
  clip: np.clip,
  get: np.get,
  at: np.at,
};

const READER: OnSelf<TensorReader> = {
  data: read.data,
  dataSync: read.dataSync,
  array: read.array,
  item: read.item,
  to: devicePut,
  dispose: read.dispose,
  toString: read.toString,
};

/** Gives tensors their methods. Called once, by the package's entry: operations make tensors, so neither can import the other. */
export function installMethods(): void {
  install<TensorMethods>(METHODS);
  install<TensorReader>(READER);
  Object.defineProperty(TensorObject.prototype, Symbol.dispose, method(read.dispose));
  Object.defineProperty(TensorObject.prototype, Symbol.toPrimitive, method(read.toPrimitive));
  Object.defineProperty(
    TensorObject.prototype,
    Symbol.for("nodejs.util.inspect.custom"),
    method(read.toString),
  );
}

function install<M>(methods: OnSelf<M>): void {
  for (const [name, f] of Object.entries(methods)) {
    Object.defineProperty(
      TensorObject.prototype,
      name,
      method(f as (self: Tensor, ...args: unknown[]) => unknown),
    );
  }
}

function method<A extends unknown[]>(f: (self: Tensor, ...args: A) => unknown): PropertyDescriptor {
  return {
    configurable: true,
    writable: true,
    value(this: Tensor, ...args: A) {
      return f(this, ...args);
    },
  };
}
