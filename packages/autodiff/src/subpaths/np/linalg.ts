import "../../install.ts";

export * from "../../np/linalg/linalg.ts";
