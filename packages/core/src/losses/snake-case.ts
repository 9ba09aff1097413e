/** The name of a class as the logs have it: `MeanSquaredError` → `mean_squared_error`, `GlobalL1L2` → `global_l1_l2`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z])/g, "_$&").toLowerCase();
}
