export * from "@elegy/optimizers";
