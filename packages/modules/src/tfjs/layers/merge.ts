import { np, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import type { TranslatedLayer, Value } from "../translated-layer.ts";

/** A layer of several tensors; a step counts where it counts in all of them. */
function merging(merge: (tensors: readonly Tensor[]) => Tensor): TranslatedLayer {
  return {
    params: [],
    states: [],
    parts: {},
    call: (_, inputs) => [{ tensor: merge(inputs.map(({ tensor }) => tensor)), mask: commonMask(inputs) }],
  };
}

function commonMask(inputs: readonly Value[]): Tensor | null {
  const masks = inputs.flatMap(({ mask }) => (mask === null ? [] : [mask]));
  return masks.length < inputs.length ? null : masks.reduce((all, one) => all.logicalAnd(one));
}

/** Combines tensors one after the other; those of lower rank get axes after that of the batch. */
export function elementwise(
  combine: (x: Tensor, y: Tensor) => Tensor,
  finish: (x: Tensor, count: number) => Tensor = (x) => x,
): () => TranslatedLayer {
  return () =>
    merging((tensors) => {
      const rank = Math.max(...tensors.map(({ ndim }) => ndim));
      const alike = tensors.map((x) => {
        const [batch = 1, ...others] = x.shape;
        return x.reshape([batch, ...Array.from({ length: rank - x.ndim }, () => 1), ...others]);
      });
      return finish(alike.reduce(combine), tensors.length);
    });
}

export function concatenate(config: LayerConfig): TranslatedLayer {
  const axis = config.number("axis", -1);
  return merging((tensors) => np.concatenate(tensors, { axis }));
}

/** The product of two tensors along one axis of each, sample by sample; of two vectors `f32[batch, 1]`. */
export function dot(config: LayerConfig): TranslatedLayer {
  const axes = config.numbers("axes", 2);
  const normalize = config.flag("normalize", false);
  const product = merging(([first, second]) => {
    const [x, y] = [first!, second!].map((tensor, i) => {
      const axis = axes[i]! < 0 ? axes[i]! + tensor.ndim : axes[i]!;
      const length = np.sqrt(np.maximum(tensor.square().sum({ axis, keepdims: true }), 1e-7));
      return np.moveaxis(normalize ? tensor.div(length) : tensor, axis, -1);
    });
    const sums = np.einsum("bik,bjk->bij", rows(x!), rows(y!));
    const shape = [...x!.shape.slice(0, -1), ...y!.shape.slice(1, -1)];
    return sums.reshape(shape.length === 1 ? [...shape, 1] : shape);
  });
  return {
    ...product,
    call: (scope, inputs) => product.call(scope, inputs).map(({ tensor }) => ({ tensor, mask: null })),
  };
}

/** `f32[batch, rows, k]` */
function rows(x: Tensor): Tensor {
  return x.reshape([
    x.shape[0],
    x.shape.slice(1, -1).reduce((count, size) => count * size, 1),
    x.shape.at(-1)!,
  ]);
}
