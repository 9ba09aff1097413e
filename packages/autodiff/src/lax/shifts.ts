import { binary, type Binary } from "./lift.ts";

export const shiftLeft: Binary = binary("shiftLeft");
export const shiftRightLogical: Binary = binary("shiftRightLogical");
export const shiftRightArithmetic: Binary = binary("shiftRightArithmetic");
