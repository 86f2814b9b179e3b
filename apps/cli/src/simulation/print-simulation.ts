import { writeFile } from "node:fs/promises";
import { observedCurve, simulationReport } from "./simulation-report.ts";

/** About ten seconds; the same every time. */
export const printSimulation = async (file: string | undefined): Promise<void> => {
  const report = simulationReport(observedCurve());
  if (file === undefined) console.log(report);
  else await writeFile(file, report);
};
