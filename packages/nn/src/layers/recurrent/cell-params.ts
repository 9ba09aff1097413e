import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import type { Scope } from "../../layer/scope.ts";
import type { RecurrentOptions } from "./recurrent.ts";

/** The weights of the gates of a recurrent layer, side by side: `w: f32[in, gates·units]`, `u: f32[units, gates·units]`. */
export interface CellParams {
  /** `x·w`, for all steps at once: `f32[batch, time, gates·units]`. */
  readonly inputs: Tensor;
  readonly u: Tensor;
}

/** Makes the weights of a cell and applies those of the inputs. */
export function cellParams(
  self: Scope,
  x: Tensor,
  units: number,
  gates: number,
  options: RecurrentOptions,
): CellParams {
  const { wInit = nn.initializers.glorotUniform(), recurrentInit = nn.initializers.orthogonal() } = options;
  const w = self.param("w", wInit, [x.shape.at(-1)!, gates * units]);
  const u = self.param("u", recurrentInit, [units, gates * units]);
  return { inputs: np.dot(x, w), u };
}

/** Columns of a tensor that belong to the gates, one after the other. */
export function gatesOf(x: Tensor, units: number): readonly Tensor[] {
  return np.split(x, x.shape.at(-1)! / units, { axis: -1 });
}
