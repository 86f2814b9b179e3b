import { useQuery } from "@tanstack/react-query";
import { accountsApi, dataOf } from "../api/client.ts";

/** Names of units by their ids; the id itself while names are on their way. */
export const useUnitNames = (): ((unitId: string) => string) => {
  const units = useQuery({
    queryKey: ["units"],
    staleTime: 60_000,
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/units")),
  });
  const names = new Map((units.data?.units ?? []).map(({ id, name }) => [id, name]));
  return (unitId) => names.get(unitId) ?? unitId;
};
