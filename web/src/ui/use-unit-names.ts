import { useQuery } from "@tanstack/react-query";
import { query } from "../api/queries.ts";

/** Names of units by their ids; the id itself while names are on their way. */
export const useUnitNames = (): ((unitId: string) => string) => {
  const units = useQuery({ ...query("/api/accounts/v1/units"), staleTime: 60_000 });
  const names = new Map((units.data?.units ?? []).map(({ id, name }) => [id, name]));
  return (unitId) => names.get(unitId) ?? unitId;
};
