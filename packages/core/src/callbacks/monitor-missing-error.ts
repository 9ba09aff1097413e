import { ElegyError } from "@elegy/autodiff";

/** A callback looks at a value that there is not. */
export class MonitorMissingError extends ElegyError {
  constructor(operation: string, monitor: string, names: readonly string[]) {
    const unvalidated = monitor.startsWith("val_") && !names.some((name) => name.startsWith("val_"));
    super("ELEGY_MONITOR_MISSING", {
      operation,
      problem: `there is no \`${monitor}\` among the logs`,
      expected: names.length === 0 ? "some logs" : `one of ${names.join(", ")}`,
      received: monitor,
      hint: unvalidated
        ? "Nothing was validated: give fit `validationData`, or monitor another value."
        : "Set `monitor` to one of them.",
    });
  }
}
