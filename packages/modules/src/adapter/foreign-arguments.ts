/**
 * How a foreign function learns whether it trains: the name of a field in an object that comes after the inputs, or a
 * function that makes the arguments of inputs and flag.
 */
export type TrainingFlag = string | ((args: readonly unknown[], training: boolean) => readonly unknown[]);

/** Inputs, then an object of options if there are any. */
export function foreignArguments(
  args: readonly unknown[],
  training: boolean,
  flag: TrainingFlag | undefined,
  options: object = {},
): readonly unknown[] {
  if (typeof flag === "function") return withOptions(flag(args, training), options);
  return withOptions(args, flag === undefined ? options : { ...options, [flag]: training });
}

function withOptions(args: readonly unknown[], options: object): readonly unknown[] {
  return Object.keys(options).length === 0 ? args : [...args, options];
}
