import { createInMemoryPorts } from "@sogoc/core";
import { buildStandalone } from "./standalone.ts";

const services = ["accounts", "entry", "review", "reporting"] as const;
export type ServiceName = (typeof services)[number];

/** The OpenAPI 3.1 document of each service, made from the running routes. */
export const openApiDocuments = async (): Promise<Readonly<Record<ServiceName, object>>> => {
  const ports = createInMemoryPorts();
  const { server, stop } = await buildStandalone({
    ports,
    logger: false,
    secureCookies: false,
    signInsPerMinute: 10,
    secondFactorPolicy: "off",
  });
  try {
    const read = async (name: ServiceName): Promise<[ServiceName, object]> => {
      const response = await server.inject({ url: `/api/${name}/docs/openapi.json` });
      return [name, response.json()];
    };
    return Object.fromEntries(await Promise.all(services.map(read))) as Record<ServiceName, object>;
  } finally {
    await stop();
    await ports.bus.close();
  }
};
