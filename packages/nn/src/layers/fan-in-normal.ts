import type { Shape } from "@elegy/autodiff";
import * as random from "@elegy/autodiff/random";
import type { Initializer } from "../layer/scope.ts";

/**
 * The truncated normal distribution, within two standard deviations of 1/√fanIn: what weights begin with in Elegy. The
 * last axis counts outputs, all before it are inputs.
 */
export const fanInNormal: Initializer = (key, shape) =>
  random.truncatedNormal(key, -2, 2, shape).div(Math.sqrt(Math.max(1, fanIn(shape))));

function fanIn(shape: Shape): number {
  return shape.slice(0, -1).reduce((product, size) => product * size, 1);
}
