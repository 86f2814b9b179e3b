import type { ServicePorts } from "@sogoc/core";
import { type HttpPorts, servicePlugin, startServiceRuntime } from "@sogoc/http";

/** The reporting service: read models over everybody's events, and the questions asked of them. */
export const buildReporting = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("reporting", ports);
  const { directory, caughtUp } = runtime;
  const http: HttpPorts = { clock: ports.clock, newId: ports.newId, directory, verifyToken, caughtUp };
  const plugin = servicePlugin({
    name: "reporting",
    title: "Sổ Gốc – báo cáo / reporting",
    ports: http,
    routes: () => {},
  });
  return { plugin, runtime };
};
