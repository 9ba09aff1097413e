import { np, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import { leaf, type TranslatedLayer } from "../translated-layer.ts";
import { dataFormat } from "./data-format.ts";

/** Zeros around images `f32[batch, h, w, channels]`. */
export function zeroPadding2D(config: LayerConfig): TranslatedLayer {
  const inFormat = dataFormat(config);
  const padding = config.pairs("padding");
  return leaf({
    mask: "drop",
    call: (x) => inFormat(x, (image) => np.pad(image, [[0, 0], ...padding, [0, 0]])),
  });
}

export function cropping2D(config: LayerConfig): TranslatedLayer {
  const inFormat = dataFormat(config);
  const [[top, bottom], [left, right]] = config.pairs("cropping") as readonly [
    readonly [number, number],
    readonly [number, number],
  ];
  return leaf({
    mask: "drop",
    call: (x) =>
      inFormat(x, (image) => {
        const [, height = 0, width = 0] = image.shape;
        return image.get(":", `${top}:${height - bottom}`, `${left}:${width - right}`);
      }),
  });
}

export function upSampling2D(config: LayerConfig): TranslatedLayer {
  const inFormat = dataFormat(config);
  const [rows = 1, columns = 1] = config.numbers("size", 2, 2);
  const enlarge =
    config.choice("interpolation", ["nearest", "bilinear"]) === "nearest" ? np.repeat : interpolated;
  return leaf({
    mask: "drop",
    call: (x) => inFormat(x, (image) => enlarge(enlarge(image, rows, { axis: 1 }), columns, { axis: 2 })),
  });
}

/** Element i lies at i / times between its two neighbours: the corners of the pixels meet, as in TensorFlow.js. */
function interpolated(x: Tensor, times: number, { axis }: { readonly axis: number }): Tensor {
  const size = x.shape[axis]!;
  const places = Array.from({ length: size * times }, (_, i) => i / times);
  const below = places.map(Math.floor);
  const shape = x.shape.map((_, i) => (i === axis ? places.length : 1));
  const part = np.array(Float32Array.from(places, (place, i) => place - below[i]!)).reshape(shape);
  const low = np.take(x, below, { axis });
  const high = np.take(
    x,
    below.map((place) => Math.min(place + 1, size - 1)),
    { axis },
  );
  return low.add(high.sub(low).mul(part));
}
