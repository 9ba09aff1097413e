import { describe, expect, it } from "vitest";
import type { DataError } from "./data-error.ts";
import {
  labelledDigits,
  MnistImageSizeError,
  MnistMislabelledError,
  sliceDigits,
  type NamedArray,
} from "./labelled-digits.ts";

function array(file: string, shape: number[]): NamedArray {
  const count = shape.reduce((product, size) => product * size, 1);
  return { file, shape, data: Uint8Array.from({ length: count }, (_, i) => i % 10) };
}

const images = array("images", [3, 28, 28]);
const labels = array("labels", [3]);

describe("labelledDigits", () => {
  it("pairs images and labels", () => {
    const { x, y } = labelledDigits(images, labels);
    expect(x).toEqual({ shape: [3, 28, 28], data: images.data });
    expect(y).toEqual({ shape: [3], data: labels.data });
  });

  it.each<[string, NamedArray, NamedArray, new (...args: never[]) => DataError, string, string]>([
    [
      "images of 32 × 32",
      array("images", [3, 32, 32]),
      labels,
      MnistImageSizeError,
      "MNIST_IMAGE_SIZE",
      "u8[3,32,32]",
    ],
    ["flat images", array("images", [3, 784]), labels, MnistImageSizeError, "MNIST_IMAGE_SIZE", "u8[3,784]"],
    ["labels for images", array("images", [3]), labels, MnistImageSizeError, "MNIST_IMAGE_SIZE", "swapped"],
    [
      "coloured images",
      array("images", [3, 28, 28, 3]),
      labels,
      MnistImageSizeError,
      "MNIST_IMAGE_SIZE",
      "u8[3,28,28,3]",
    ],
    [
      "no images",
      array("images", [0, 28, 28]),
      array("labels", [0]),
      MnistImageSizeError,
      "MNIST_IMAGE_SIZE",
      "n ≥ 1",
    ],
    [
      "a label too few",
      images,
      array("labels", [2]),
      MnistMislabelledError,
      "MNIST_MISLABELLED",
      "Expected u8[3]; received u8[2]",
    ],
    [
      "images for labels",
      images,
      array("labels", [3, 28, 28]),
      MnistMislabelledError,
      "MNIST_MISLABELLED",
      "u8[3,28,28]",
    ],
    [
      "the label 10",
      images,
      { ...labels, data: Uint8Array.of(1, 10, 2) },
      MnistMislabelledError,
      "MNIST_MISLABELLED",
      "received 10 at index 1",
    ],
  ])("refuses %s", (_, images, labels, type, code, text) => {
    const pair = (): unknown => labelledDigits(images, labels);
    expect(pair).toThrow(type);
    expect(pair).toThrow(expect.objectContaining({ code }));
    expect(pair).toThrow(text);
    expect(pair).toThrow(/^loadMnist: (images|labels) .+\. Expected .+; received .+\. .+\.$/);
  });
});

describe("sliceDigits", () => {
  it("keeps images and labels together", () => {
    const { x, y } = sliceDigits({ x: images, y: labels }, 1, 3);
    expect(x).toEqual({ shape: [2, 28, 28], data: images.data.slice(784) });
    expect(y).toEqual({ shape: [2], data: Uint8Array.of(1, 2) });
  });
});
