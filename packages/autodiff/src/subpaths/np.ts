import "../install.ts";

export * from "../np/np.ts";
