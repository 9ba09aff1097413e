import "../install.ts";

export * from "../random/random.ts";
