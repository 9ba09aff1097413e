import { ElegyError } from "@elegy/autodiff/spi";

/** The device refused a program: a defect of the backend or of the driver. */
export class ShaderInvalidError extends ElegyError {
  constructor(operation: string, label: string, message: string, line: string) {
    super("ELEGY_SHADER_INVALID", {
      operation,
      problem: `the device refused the shader of "${label}": ${message}`,
      ...(line === "" ? {} : { received: line }),
      hint: "This is a defect of the backend or of the driver: please report it with this message.",
    });
  }
}
