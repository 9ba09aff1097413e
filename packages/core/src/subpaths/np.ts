export * from "@elegy/autodiff/np";
