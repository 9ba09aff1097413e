import "../install.ts";

export * from "../lax/lax.ts";
