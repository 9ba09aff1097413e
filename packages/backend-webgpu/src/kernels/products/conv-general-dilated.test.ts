import { describe, expect, it } from "vitest";
import { dispatchesOf } from "./product-case.test-support.ts";
import { imageConvolution, imageGradient, windowGradient } from "./named-cases.test-support.ts";

const strided = { features: 32, outputs: 64, window: 3, stride: 2, padding: [0, 1] } as const;

describe("convolutions of images", () => {
  it("are those of TensorFlow.js", async () => {
    const [dispatch, ...others] = dispatchesOf(imageConvolution(strided));
    expect(others).toEqual([]);
    expect(dispatch?.label).toBe("tfjs Conv2DMMProgram");
    await expect(dispatch?.code).toMatchFileSnapshot("snapshots/tfjs-convolution.wgsl");
  });

  it("with a window of one element are its products of matrices", () => {
    const [dispatch] = dispatchesOf(imageConvolution({ ...strided, window: 1, stride: 1, padding: [0, 0] }));
    expect(dispatch?.label).toBe("tfjs MatMulPackedProgram");
  });

  it.each([
    ["integers", { ...imageConvolution(strided), dtype: "int32" as const }],
    ["halves", { ...imageConvolution(strided), dtype: "float16" as const }],
    ["cropped ones", imageConvolution({ ...strided, padding: [-1, 1] })],
    ["ones whose sums end within a tile", imageConvolution({ ...strided, features: 5 })],
    ["gradients", imageGradient(strided)],
  ])("of TensorFlow.js are not for %s", (_name, given) => {
    for (const { label } of dispatchesOf(given)) expect(label).toMatch(/^convGeneralDilated/);
  });
});

describe("gradients of convolutions", () => {
  it("with stride 2 meet the cotangent in four phases, none of which reads a hole", () => {
    const dispatches = dispatchesOf(imageGradient(strided));
    const terms = dispatches.flatMap(({ code }) =>
      [...code.matchAll(/let end = min\((\d+),/g)].map(([, k]) => Number(k)),
    );
    // Of 3 × 3 elements of the window, results meet 1, 2, 2 or 4: each once in all.
    expect(terms.toSorted((a, b) => a - b)).toEqual([64, 128, 128, 256]);
  });

  it("in the window sum over positions that are there", () => {
    const [dispatch] = dispatchesOf(windowGradient(strided));
    expect(dispatch?.code).toContain(`min(${2 * 5 * 5},`);
  });

  it("are as they were", async () => {
    const codes = dispatchesOf(imageGradient(strided)).map(({ code }) => code);
    await expect(codes.at(-1)).toMatchFileSnapshot("snapshots/image-gradient.wgsl");
    const [window] = dispatchesOf(windowGradient(strided));
    await expect(window?.code).toMatchFileSnapshot("snapshots/window-gradient.wgsl");
  });
});
