/** What is left to do in a batch of which only some came back to be mended: a text of `batch`. */
export const leftToDo = (markedFields: number, findingsWait: boolean) => {
  if (markedFields > 0) return findingsWait ? "batch.fixesAndFindings" : "batch.fixesAlone";
  return findingsWait ? "batch.findingsAlone" : "batch.nothingLeft";
};
