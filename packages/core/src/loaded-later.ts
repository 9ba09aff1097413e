// What is imported when a program uses it, which few do, so that a page need not load it to begin. It is one file, since
// bundlers (Rolldown, Vite's) put what two such files share with the rest, which is most of autodiff, into a third one,
// and that costs every page 2 kB. Tables share nothing, and are imported on their own.
export { loaderSource } from "./data/loader-source.ts";
export { loadFittingStates, loadStates, loadWeights } from "./model/load-states.ts";
export { stepMemory } from "./model/step-memory.ts";
export { saveModelFolder } from "./persistence/model-folder.ts";
