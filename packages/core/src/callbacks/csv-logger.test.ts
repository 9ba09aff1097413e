import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callbacks } from "../index.ts";
import { csvRow, firstCsvRow } from "./csv.ts";
import { drive } from "./drive.test-support.ts";

const { CSVLogger } = callbacks;

let root: string;
let count = 0;
const newFile = (): string => join(root, String(count++), "log.csv");
const linesOf = async (file: string): Promise<string[]> => (await readFile(file, "utf8")).split("\n");

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "elegy-"));
});
afterAll(() => rm(root, { recursive: true }));

// In the Python library: TypeError on values of the device (weakness 9).
it("writes a row for every epoch", async () => {
  const file = newFile();
  await drive(new CSVLogger(file), [
    { loss: 0.1 + 0.2, val_loss: 1 },
    { loss: Number.NaN, val_loss: 1e-9 },
  ]);
  expect(await linesOf(file)).toEqual(["epoch,loss,val_loss", "0,0.30000000000000004,1", "1,NaN,1e-9", ""]);
});

// In the Python library: KeyError (section 4.6).
it("leaves cells empty where validation comes and goes", async () => {
  const file = newFile();
  await drive(new CSVLogger(file), [{ loss: 1, val_loss: 2 }, { loss: 3 }, { loss: 4, val_loss: 5 }]);
  expect(await linesOf(file)).toEqual(["epoch,loss,val_loss", "0,1,2", "1,3,", "2,4,5", ""]);
});

it("drops no value that comes later", async () => {
  const file = newFile();
  await drive(new CSVLogger(file), [{ loss: 1 }, { loss: 2, val_a: 3, val_b: 4 }, { loss: 5 }]);
  expect(await linesOf(file)).toEqual(["epoch,loss,val_a,val_b", "0,1,,", "1,2,3,4", "2,5,,", ""]);
});

it("quotes, with any separator", async () => {
  const file = newFile();
  await drive(new CSVLogger(file, { separator: ";" }), [{ 'a;"b"': 1, "c,d": 2 }]);
  expect(await linesOf(file)).toEqual(['epoch;"a;""b""";c,d', "0;1;2", ""]);
  const cells = ["a,b", 'say "x"', "two\nlines", "", "plain"];
  expect(firstCsvRow(`${csvRow(cells, ",")}1,2\n`, ",")).toEqual({ cells, rest: "1,2\n" });
});

it("replaces a file, or goes on with it", async () => {
  const file = newFile();
  await drive(new CSVLogger(file), [{ loss: 1 }, { loss: 2 }]);
  await drive(new CSVLogger(file), [{ loss: 3 }]);
  await drive(new CSVLogger(file, { append: true }), [{ loss: 4, acc: 5 }], { initialEpoch: 1, epochs: 2 });
  expect(await linesOf(file)).toEqual(["epoch,loss,acc", "0,3,", "1,4,5", ""]);
  const fresh = newFile();
  await drive(new CSVLogger(fresh, { append: true }), [{ loss: 6 }]);
  expect(await linesOf(fresh)).toEqual(["epoch,loss", "0,6", ""]);
});

it("does not go on with something else", async () => {
  const file = newFile();
  await drive(new CSVLogger(file), [{ loss: 1 }]);
  await writeFile(file, "Dear diary,\n");
  await expect(drive(new CSVLogger(file, { append: true }), [{ loss: 1 }])).rejects.toThrow(
    "is no log to go on with. Expected a first row that begins with epoch,…; received Dear diary",
  );
  expect(await linesOf(file)).toEqual(["Dear diary,", ""]);
  expect(() => new CSVLogger("")).toThrow("there is no file name");
  expect(() => new CSVLogger("f", { separator: '"' })).toThrow("this is no separator");
});

it("writes no row twice when a run is cut off", async () => {
  const file = newFile();
  const cut = new CSVLogger(file);
  cut.setModel();
  await cut.onTrainBegin();
  await cut.onEpochEnd(0, { loss: 1 });
  const memory = cut.memory();
  await cut.onEpochEnd(1, { loss: 2 });

  const resumed = new CSVLogger(file);
  resumed.setModel();
  resumed.remember(memory);
  await resumed.onTrainBegin();
  await resumed.onEpochEnd(1, { loss: 2 });
  await resumed.onEpochEnd(2, { loss: 3 });
  expect(await linesOf(file)).toEqual(["epoch,loss", "0,1", "1,2", "2,3", ""]);
});
