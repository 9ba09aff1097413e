import "../install.ts";

export * from "../tree/tree.ts";
