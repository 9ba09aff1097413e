import { describe, expect, it } from "vitest";
import { callbacks, type LogValues } from "../index.ts";
import { drive, logsOf } from "./drive.test-support.ts";
import { monitorDirection } from "./monitor-direction.ts";

const { EarlyStopping, ModelCheckpoint, MonitorMissingError, ReduceLROnPlateau } = callbacks;

// The Python library minimised whatever had no "acc" in its name, `val_f1` too (section 4.6, weakness 9).
it.each<["max" | "min", string]>([
  ["max", "acc accuracy val_acc val_sparse_categorical_accuracy a/b/binary_accuracy SparseAccuracy"],
  ["max", "val_f1 f1_score f1_1 val_auc auc_1 precision val_recall r2 r2_score iou mean_iou top_k_accuracy"],
  ["max", "top_5 top5 cosine_similarity val_cosine dice fbeta"],
  ["min", "loss val_loss mean_squared_error val_mean_absolute_error_loss cosine_similarity_loss mse val_mae"],
  ["min", "sparse_categorical_crossentropy kl_divergence perplexity top_k_error rmse out/b/loss_fn"],
])("%s is better of %s", (direction, names) => {
  for (const name of names.split(" "))
    expect([name, monitorDirection("it", name, "auto")]).toEqual([name, direction]);
});

it("asks for the mode where the name does not tell", () => {
  expect(() => new EarlyStopping({ monitor: "val_vibes" })).toThrow(
    'EarlyStopping: the name `val_vibes` does not tell whether less or more is better. Expected `mode: "min"` or `mode: "max"`; received "auto".',
  );
  expect(() => new EarlyStopping({ monitor: "val_vibes", mode: "max" })).not.toThrow();
  expect(() => new EarlyStopping({ mode: "maximum" as never })).toThrow("there is no such `mode`");
});

describe.each([
  ["EarlyStopping", (monitor?: string) => new EarlyStopping(monitor === undefined ? {} : { monitor })],
  [
    "ReduceLROnPlateau",
    (monitor?: string) => new ReduceLROnPlateau(monitor === undefined ? {} : { monitor }),
  ],
  [
    "ModelCheckpoint",
    (monitor?: string) =>
      new ModelCheckpoint("m", { saveBestOnly: true, ...(monitor === undefined ? {} : { monitor }) }),
  ],
] as const)("%s", (name, make) => {
  it("names what there is if its value is not among it", async () => {
    const driven = drive(make("accuracy"), [{ loss: 1, acc: 0.5 }]);
    await expect(driven).rejects.toThrow(
      `${name}: there is no \`accuracy\` among the logs. Expected one of loss, acc; received accuracy.`,
    );
    await expect(driven).rejects.toBeInstanceOf(MonitorMissingError);
  });

  it("skips epochs that were not validated", async () => {
    const logs: LogValues[] = [{ loss: 1 }, { loss: 1, val_loss: 1 }, { loss: 1 }];
    expect(await drive(make(), logs)).toBe(3);
  });

  it("says at the last epoch that nothing was ever validated", async () => {
    await expect(drive(make(), logsOf("loss", [1, 1]))).rejects.toThrow(
      "Nothing was validated: give fit `validationData`, or monitor another value.",
    );
  });

  it("refuses an unknown option and a negative minDelta", () => {
    const options = { minDelta: -1 };
    expect(() => new EarlyStopping(options)).toThrow("`minDelta` is out of range. Expected a number ≥ 0");
    expect(() => new EarlyStopping({ min_delta: 1 } as never)).toThrow("there is no option `min_delta`");
  });
});
