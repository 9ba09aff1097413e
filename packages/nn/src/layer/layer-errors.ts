import { ElegyError } from "@elegy/autodiff";

/** A part has a name that it cannot have. */
export class PartNameInvalidError extends ElegyError {
  constructor(kind: string, name: string, problem: string = "that name is taken") {
    super("ELEGY_PART_NAME_INVALID", {
      operation: kind,
      problem: `no part can be called \`${name}\`: ${problem}`,
      expected: "a name of its own, without a dot",
      received: name,
    });
  }
}

/** A layer was given parameters or states that lack one of its own. */
export class ParameterMissingError extends ElegyError {
  constructor(kind: string, path: string, spec: string, present: readonly string[]) {
    super("ELEGY_PARAMETER_MISSING", {
      operation: kind,
      problem: `there is no \`${path}\``,
      expected: spec,
      received: present.length === 0 ? "no parameters" : present.join(", "),
      hint: "Parameters are made by `init`. A layer that was not called then has none: make its parts in every case.",
    });
  }
}

/** A layer made a parameter or set a state where the value could not leave the transformation that is at work. */
export class StateUnreachableError extends ElegyError {
  constructor(kind: string, path: string, transformation: string) {
    super("ELEGY_STATE_UNREACHABLE", {
      operation: kind,
      problem: `\`${path}\` cannot be kept from inside the function that ${transformation} transforms`,
      expected: "parameters and states that are made outside of it, and passed or closed over",
      received: transformation,
      hint: "Call the layer once before, or transform layer.apply, a pure function of parameters and states; self.checkpoint(f) carries states itself.",
    });
  }
}
