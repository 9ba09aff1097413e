import { trainInBrowser } from "./fit-in-browser.test-support.ts";

// The module of a Web Worker, which has no document and no window.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
trainInBrowser().then((result) => postMessage(result));
