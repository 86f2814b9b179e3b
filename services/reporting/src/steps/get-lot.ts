import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { LotView } from "../read-models/lots.ts";

/** Throws `lot-unknown`. */
export const getLot = async ({ lots }: Dependencies<"lots">, lotId: string): Promise<LotView> => {
  const lot = await lots.find(lotId);
  if (!lot) throw new CommandRejected("lot-unknown");
  return lot;
};
