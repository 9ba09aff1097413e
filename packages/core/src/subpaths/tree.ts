export * from "@elegy/autodiff/tree";
