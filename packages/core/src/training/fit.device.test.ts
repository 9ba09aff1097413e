import { describe, expect, it } from "vitest";
import { trainInBrowser } from "./fit-in-browser.test-support.ts";

describe("fit in a browser", () => {
  it("trains in a page", async () => {
    const { loss, accuracy } = await trainInBrowser();
    expect(loss).toHaveLength(20);
    expect(loss.at(-1)).toBeLessThan((loss[0] ?? 0) / 2);
    expect(accuracy).toBeGreaterThan(0.9);
  });

  it("trains in a Web Worker, with the same numbers", async () => {
    const worker = new Worker(new URL("./fit-worker.test-support.ts", import.meta.url), { type: "module" });
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", ({ error, message }) => reject(error ?? new Error(message)));
    });
    worker.terminate();
    expect(answer).toEqual(await trainInBrowser());
  });
});
