import { describe, expect, it } from "vitest";
import { History, type LogValues } from "../index.ts";
import { elementsOf } from "./read-xml.test-support.ts";
import { plotHistory } from "./plots.ts";

function historyOf(...logs: readonly LogValues[]): History {
  const history = new History();
  logs.forEach((values, epoch) => history.onEpochEnd(epoch, values));
  return history;
}

const history = historyOf(
  { loss: 1, acc: 0.5 },
  { loss: 0.5, acc: 0.75, val_loss: 0.75 },
  { loss: 0.25, acc: 1 },
  { loss: 0.125, acc: 1, val_loss: 0.5 },
);

/** The points of a path of straight lines. */
const pointsOf = (path: string): number[][] =>
  path.split(/[ML]/).flatMap((point) => (point === "" ? [] : [point.split(",").map(Number)]));

describe("an SVG", () => {
  const elements = elementsOf(plotHistory(history));
  const ofName = (name: string): typeof elements => elements.filter((element) => element.name === name);

  it("is well-formed, with a panel for each value", () => {
    expect(elements[0]).toMatchObject({
      name: "svg",
      attributes: {
        xmlns: "http://www.w3.org/2000/svg",
        width: "640",
        height: "560",
        viewBox: "0 0 640 560",
      },
    });
    expect(ofName("g").map(({ attributes }) => attributes["transform"])).toEqual([
      "translate(0 0)",
      "translate(0 280)",
    ]);
  });

  it("has labels: titles, axes, legend", () => {
    const texts = ofName("text").map(({ text }) => text);
    for (const text of ["loss", "acc", "epoch", "training", "validation", "1", "2", "3", "4", "0.4", "1.0"]) {
      expect(texts).toContain(text);
    }
    expect(texts.filter((text) => text === "validation")).toHaveLength(1);
    expect(ofName("title").map(({ text }) => text)).toContain("validation loss, epoch 2: 0.75");
  });

  it("has a line for training and one for validation, at the epochs of their values", () => {
    const paths = ofName("path").map(({ attributes }) => attributes);
    expect(paths.map(({ class: kind }) => kind)).toEqual(["training", "validation", "training"]);
    const [training = [], validation = []] = paths.map(({ d = "" }) => pointsOf(d));
    expect(training.map(([x]) => x)).toEqual([64, 248, 432, 616]);
    // Epochs 2 and 4: validation came every other epoch.
    expect(validation.map(([x]) => x)).toEqual([248, 616]);
    const [y1 = 0, y2 = 0, y3 = 0] = training.map(([, y]) => y);
    expect((y2 - y1) / (y3 - y2)).toBeCloseTo(2, 3);
  });
});

it("leaves a gap where a value is not finite", () => {
  const gap = historyOf({ loss: 1 }, { loss: Number.NaN }, { loss: 3 }, { loss: 2 }, { loss: Infinity });
  const elements = elementsOf(plotHistory(gap));
  const path = elements.find(({ name }) => name === "path")?.attributes["d"] ?? "";
  expect(path.split("M")).toHaveLength(3);
  expect(path).not.toMatch(/NaN|Infinity/);
  expect(elementsOf(plotHistory(historyOf({ loss: Number.NaN }))).map(({ text }) => text)).toContain(
    "no finite value",
  );
});

it.each([[[5]], [[0, 0, 0]], [[-3, -3]], [Array.from({ length: 70 }, (_, i) => i % 7)]])(
  "draws %j within its panel",
  (values) => {
    const elements = elementsOf(plotHistory(historyOf(...values.map((loss) => ({ loss })))));
    const points = pointsOf(
      elements.find(({ name }) => name === "path")?.attributes["d"]?.replace("Z", "") ?? "",
    );
    expect(points).toHaveLength(values.length);
    for (const [x = -1, y = -1] of points) {
      expect(x).toBeGreaterThanOrEqual(64);
      expect(x).toBeLessThanOrEqual(616);
      expect(y).toBeGreaterThanOrEqual(36);
      expect(y).toBeLessThanOrEqual(240);
    }
  },
);

it("escapes names and titles, also in a page", () => {
  const odd = historyOf({ 'a<b>&"c\u0000': 1 });
  const texts = elementsOf(plotHistory(odd, { title: "<x>" })).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['a<b>&"c\ufffd', "<x>"]));
  const page = plotHistory(odd, { title: "<x>", format: "html" });
  expect(page).toContain("<title>&lt;x&gt;</title>");
  expect(page).toContain("<svg xmlns=");
});

it("draws only what is asked for", () => {
  const elements = elementsOf(plotHistory(history, { names: ["acc"], width: 300, height: 200 }));
  expect(elements[0]?.attributes).toMatchObject({ width: "300", height: "200" });
  expect(elements.filter(({ name }) => name === "path")).toHaveLength(1);
});

it("refuses what it cannot draw", () => {
  expect(() => plotHistory(new History())).toThrow("plotHistory: the history is empty.");
  expect(() => plotHistory(history, { names: ["f1"] })).toThrow(
    "plotHistory: the history has no `f1`. Expected loss, acc; received f1.",
  );
  expect(() => plotHistory(history, { format: "png" as never })).toThrow("there is no such `format`");
  expect(() => plotHistory(history, { width: 10 })).toThrow("`width` is out of range");
  expect(() => plotHistory(history, { color: "red" } as never)).toThrow("there is no option `color`");
});
