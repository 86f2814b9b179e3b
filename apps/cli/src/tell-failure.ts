import { messageOf } from "@sogoc/core";
import { diskFaultInWords } from "@sogoc/embedded";
import { WrongConfiguration } from "@sogoc/host/environment";

/** What went wrong on the way, in words where a disk, a path, a right or a setting is at fault. */
export const tellFailure = (
  error: unknown,
): { readonly isWrongSetting: boolean; readonly words: string } => ({
  isWrongSetting: error instanceof WrongConfiguration,
  words: diskFaultInWords(error) ?? messageOf(error),
});
