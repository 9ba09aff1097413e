import { trainInBrowser } from "./fit-in-browser.test-support.ts";

// The module of a Web Worker, which has no document and no window.
const answer = (message: unknown) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  postMessage(message);
};
void trainInBrowser().then(answer, (error) => answer(String(error)));
