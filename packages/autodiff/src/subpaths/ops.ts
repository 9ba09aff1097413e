import "../install.ts";

export * from "../ops/ops.ts";
