import type { TestProvince } from "./test-province.ts";

/** One person for each step from the shelf to the verdict, each with that role in the commune. */
export const oneOfEach = async ({ person, commune }: Pick<TestProvince, "person" | "commune">) => ({
  keeper: await person("thu", [{ role: "book-keeper", unitId: commune }]),
  clerk: await person("nam", [{ role: "clerk", unitId: commune }]),
  checker: await person("kiem", [{ role: "checker", unitId: commune }]),
  acceptor: await person("duyet", [{ role: "acceptor", unitId: commune }]),
});
