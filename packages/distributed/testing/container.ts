import { readFileSync } from "node:fs";
import { getContainerRuntimeClient, type StartedTestContainer } from "testcontainers";
import type { Engine } from "./engine.ts";

const composeFile = new URL("../../../docker-compose.yml", import.meta.url);

/** The image that the system itself runs on: what is tried here is what is deployed. */
export const imageOf = (service: string): string => {
  const block = readFileSync(composeFile, "utf8").split(new RegExp(`^  ${service}:$`, "m"))[1] ?? "";
  const image = /^ {4}image: (\S+)$/m.exec(block)?.[1];
  if (image === undefined) throw new Error(`docker-compose.yml has no image for ${service}.`);
  return image;
};

/**
 * What a container can be put through. Its ports must be fixed ones, or it is elsewhere after a
 * restart.
 */
export const outagesOf = async (
  started: StartedTestContainer,
): Promise<Required<Pick<Engine, "pause" | "resume" | "kill" | "restart">>> => {
  const { container } = await getContainerRuntimeClient();
  const own = container.getById(started.getId());
  return {
    pause: async () => void (await own.pause()),
    resume: async () => void (await own.unpause()),
    kill: async () => void (await own.kill()),
    restart: async () => void (await own.start()),
  };
};
