import { np, sizeOf, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { leaf, type TranslatedLayer } from "../translated-layer.ts";

/** `activation(x·kernel + bias)` over the last axis. */
export function dense(config: LayerConfig): TranslatedLayer {
  config.number("units");
  const useBias = config.flag("use_bias", true);
  const activation = config.activation("activation");
  return leaf({
    params: useBias ? ["kernel", "bias"] : ["kernel"],
    call(x, scope) {
      const y = np.dot(x, scope.weight("kernel"));
      return activation(useBias ? y.add(scope.weight("bias")) : y);
    },
  });
}

export function activation(config: LayerConfig): TranslatedLayer {
  const activate = config.activation("activation");
  return leaf({ call: (x) => activate(x) });
}

/** One row of `embeddings` for each whole number; with `mask_zero` 0 says that a step is not there. */
export function embedding(config: LayerConfig): TranslatedLayer {
  config.number("input_dim");
  config.number("output_dim");
  const maskZero = config.flag("mask_zero", false);
  return {
    params: ["embeddings"],
    states: [],
    parts: {},
    call(scope, [input]) {
      const ids = input!.tensor.astype("int32");
      return [
        {
          tensor: np.take(scope.weight("embeddings"), ids, { axis: 0 }),
          mask: maskZero ? ids.notEqual(0) : null,
        },
      ];
    },
  };
}

/** Steps whose elements all are `mask_value` become 0 and do not count. */
export function masking(config: LayerConfig): TranslatedLayer {
  const value = config.number("mask_value", 0);
  return {
    params: [],
    states: [],
    parts: {},
    call(_, [input]) {
      const { tensor } = input!;
      const mask = np.any(tensor.notEqual(value), { axis: -1 });
      return [{ tensor: np.where(np.expandDims(mask, -1), tensor, 0), mask }];
    },
  };
}

export function flatten(config: LayerConfig): TranslatedLayer {
  const first = config.choice("data_format", ["channels_last", "channels_first"]) === "channels_first";
  return leaf({
    mask: "drop",
    call: (x) =>
      (first && x.ndim > 1 ? np.moveaxis(x, 1, -1) : x).reshape([x.shape[0], sizeOf(x.shape.slice(1))]),
  });
}

export function reshape(config: LayerConfig): TranslatedLayer {
  const raw = config.raw("target_shape");
  // `null` is the size that follows from the others.
  const target = Array.isArray(raw) ? raw.map((size: unknown) => (size === null ? -1 : size)) : raw;
  if (!isShape(target)) throw config.unsupported("target_shape", raw, "sizes");
  return leaf({ mask: "drop", call: (x) => x.reshape([x.shape[0], ...target]) });
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => typeof size === "number");
}

export function permute(config: LayerConfig): TranslatedLayer {
  const axes = config.numbers("dims");
  return leaf({ mask: "drop", call: (x) => np.transpose(x, [0, ...axes]) });
}

export function repeatVector(config: LayerConfig): TranslatedLayer {
  const n = config.number("n");
  return leaf({
    mask: "drop",
    call: (x: Tensor) => np.broadcastTo(np.expandDims(x, 1), [x.shape[0], n, ...x.shape.slice(1)]),
  });
}

/** `x · scale + offset`. */
export function rescaling(config: LayerConfig): TranslatedLayer {
  const scale = config.number("scale", 1);
  const offset = config.number("offset", 0);
  return leaf({ mask: "drop", call: (x) => x.mul(scale).add(offset) });
}
