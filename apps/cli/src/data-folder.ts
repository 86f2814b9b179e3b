import { givenSettings } from "@sogoc/host/environment";

const DEMO = ".data/demo";

/**
 * The installation that a command is for: as it was named, else as `SOGOC_DATA` names the server's,
 * else the demo, which is said.
 */
export const dataFolder = (given: string | undefined): string => {
  if (given !== undefined) return given;
  const { SOGOC_DATA: named } = givenSettings(process.env);
  if (named !== undefined) return named;
  console.error(
    `Dữ liệu mẫu / the demo: ${DEMO}  (--data <thư mục/folder>, SOGOC_DATA: dữ liệu thật / a real installation)`,
  );
  return DEMO;
};
