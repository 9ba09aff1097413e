export * from "@elegy/autodiff/ops";
