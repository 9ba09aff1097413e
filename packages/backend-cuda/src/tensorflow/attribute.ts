import type { Attribute } from "../binding/tensorflow-binding.ts";
import { tensorTypeNumber, type TensorType } from "./tensor-type.ts";

// As TensorFlow's `TF_AttrType` counts them.
const [STRING, INT, BOOL, TYPE] = [0, 1, 3, 4] as const;

/** The attributes of operations. Those of an operand's own type are never given: TensorFlow sees them. */
export const attribute = {
  string: (name: string, value: string): Attribute => ({ name, type: STRING, value }),
  int: (name: string, value: number): Attribute => ({ name, type: INT, value }),
  ints: (name: string, value: readonly number[]): Attribute => ({ name, type: INT, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: BOOL, value }),
  type: (name: string, value: TensorType): Attribute => ({
    name,
    type: TYPE,
    value: tensorTypeNumber(value),
  }),
};
