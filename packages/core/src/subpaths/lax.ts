export * from "@elegy/autodiff/lax";
