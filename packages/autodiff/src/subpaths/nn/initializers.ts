import "../../install.ts";

export * from "../../nn/initializers/initializers.ts";
