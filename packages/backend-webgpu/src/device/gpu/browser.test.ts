import { expect, it } from "vitest";
import { AdapterMissingError } from "../../errors/adapter-missing-error.ts";
import { findGpu } from "./browser.ts";

it("says where there is no WebGPU, and what to do", async () => {
  await expect(findGpu()).rejects.toThrow(AdapterMissingError);
  await expect(findGpu()).rejects.toThrow(/^webgpu: there is no WebGPU here\. .*https or from localhost/);
});
