export * from "@elegy/autodiff/nn";
