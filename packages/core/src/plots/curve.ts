/** The values of one name over epochs. */
export interface Curve {
  readonly label: "training" | "validation";
  readonly points: readonly (readonly [epoch: number, value: number])[];
}

/** Curves that are drawn together: those of one value, in training and validation. */
export interface Panel {
  readonly name: string;
  readonly curves: readonly Curve[];
}

/** What of a `History` is drawn. */
export interface PlottedHistory {
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly epochOf: Readonly<Record<string, readonly number[]>>;
}

/** One panel for each name, with `val_` beside. */
export function panelsOf({ history, epochOf }: PlottedHistory): Panel[] {
  const bare = (name: string): string => name.replace(/^val_/, "");
  const names = [...new Set(Object.keys(history).map(bare))];
  const curve = (label: Curve["label"], name: string): Curve[] => {
    const values = history[name];
    const epochs = epochOf[name] ?? [];
    return values === undefined
      ? []
      : [{ label, points: values.map((value, i) => [epochs[i] ?? i, value] as const) }];
  };
  return names.map((name) => ({
    name,
    curves: [...curve("training", name), ...curve("validation", `val_${name}`)],
  }));
}
