import type { ConvGeneralDilatedParams, Shape, TensorSpec, NodeSpec } from "@elegy/autodiff/spi";
import { tfjsDispatches } from "../../device/tfjs-program.ts";
import type { Dispatch } from "../dispatch.ts";
import { staysInside, TFJS_FLAGS, wantsParts } from "./tfjs-product.ts";

const IMAGES = { lhsSpec: [0, 3, 1, 2], rhsSpec: [3, 2, 0, 1], outSpec: [0, 3, 1, 2] } as const;

/**
 * The convolution by TensorFlow.js, if it is one of images of float32, channels last, without groups, holes or cropping.
 * Its gradients of convolutions multiply by the zeros between elements, or compute each result on its own: none is used.
 */
export function tfjsConvolution({
  params,
  inputs,
  outputs,
}: NodeSpec<ConvGeneralDilatedParams>): readonly Dispatch[] | null {
  const [lhs, rhs, result]: readonly TensorSpec[] = [inputs[0]!, inputs[1]!, outputs[0]!];
  if (lhs!.dtype !== "float32" || !isPlain(params)) return null;
  const [examples = 0, height = 0, width = 0, outputFeatures = 0] = result!.shape;
  const [windowHeight = 0, windowWidth = 0, inputFeatures = 0] = rhs!.shape;
  const terms = windowHeight * windowWidth * inputFeatures;
  const sizes = { batch: examples, m: height * width, n: outputFeatures, k: terms };
  if (hasNothing(lhs!.shape) || hasNothing(rhs!.shape) || wantsParts(sizes)) return null;
  if (examples > 65_535 || Math.max(height * width, outputFeatures) > 65_535) return null;
  const [rows, columns] = params.padding;
  const dispatches = tfjsDispatches({
    name: "Conv2D",
    inputs: { x: lhs!.shape, filter: rhs!.shape },
    attrs: {
      dataFormat: "NHWC",
      strides: [...params.windowStrides],
      dilations: [...params.rhsDilation],
      pad: [[0, 0], [...rows!], [...columns!], [0, 0]],
    },
    flags: TFJS_FLAGS,
  });
  return staysInside(dispatches, terms) ? dispatches : null;
}

function isPlain({ padding, lhsDilation, ...params }: ConvGeneralDilatedParams): boolean {
  const { lhsSpec, rhsSpec, outSpec, featureGroupCount, batchGroupCount } = params;
  return (
    isEqual(lhsSpec, IMAGES.lhsSpec) &&
    isEqual(rhsSpec, IMAGES.rhsSpec) &&
    isEqual(outSpec, IMAGES.outSpec) &&
    featureGroupCount * batchGroupCount === 1 &&
    lhsDilation.every((dilation) => dilation === 1) &&
    padding.flat().every((pad) => pad >= 0)
  );
}

function isEqual(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function hasNothing(shape: Shape): boolean {
  return shape.includes(0);
}
