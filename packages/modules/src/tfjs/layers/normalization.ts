import { nn, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { type LayerScope, leaf, type TranslatedLayer } from "../translated-layer.ts";

/** `x · gamma + beta`, each where it is there, in the shape that broadcasts. */
function scaled(x: Tensor, scope: LayerScope, names: readonly string[], shape: readonly number[]): Tensor {
  const y = names.includes("gamma") ? x.mul(scope.weight("gamma").reshape(shape)) : x;
  return names.includes("beta") ? y.add(scope.weight("beta").reshape(shape)) : y;
}

function scaleNames(config: LayerConfig): readonly string[] {
  const [scale, center] = [config.flag("scale", true), config.flag("center", true)];
  return [...(scale ? ["gamma"] : []), ...(center ? ["beta"] : [])];
}

/**
 * By the statistics of the batch while training, else by the moving ones, which keep `momentum` of themselves in each
 * step and begin where they were: not debiased, as in Keras, and other than `@elegy/nn`'s.
 */
export function batchNormalization(config: LayerConfig): TranslatedLayer {
  const [axis = -1] = config.numbers("axis", 1, -1);
  const momentum = config.number("momentum", 0.99);
  const epsilon = config.number("epsilon", 1e-3);
  const params = scaleNames(config);
  return leaf({
    params,
    states: ["moving_mean", "moving_variance"],
    call(x, scope) {
      const channels = axis < 0 ? axis + x.ndim : axis;
      const over = x.shape.map((_, i) => i).filter((i) => i !== channels);
      const shape = x.shape.map((size, i) => (i === channels ? size : 1));
      const moving = (name: string, value: Tensor): void => {
        const before = scope.weight(name);
        scope.setState(name, before.sub(before.sub(value).mul(1 - momentum)));
      };
      const statistics = (): readonly [mean: Tensor, variance: Tensor] => {
        if (!scope.training) return [scope.weight("moving_mean"), scope.weight("moving_variance")];
        const mean = x.mean({ axis: over });
        const variance = x.sub(mean.reshape(shape)).square().mean({ axis: over });
        moving("moving_mean", mean);
        moving("moving_variance", variance);
        return [mean, variance];
      };
      const [mean, variance] = statistics().map((one) => one.reshape(shape));
      return scaled(
        nn.standardize(x, { axis: over, mean: mean!, variance: variance!, epsilon }),
        scope,
        params,
        shape,
      );
    },
  });
}

export function layerNormalization(config: LayerConfig): TranslatedLayer {
  const axes = config.numbers("axis", undefined, -1);
  const epsilon = config.number("epsilon", 1e-3);
  const params = scaleNames(config);
  return leaf({
    params,
    call(x, scope) {
      const axis = axes.map((one) => (one < 0 ? one + x.ndim : one));
      const shape = x.shape.map((size, i) => (axis.includes(i) ? size : 1));
      return scaled(nn.standardize(x, { axis, epsilon }), scope, params, shape);
    },
  });
}
