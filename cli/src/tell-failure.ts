import { WrongConfiguration } from "@sogoc/deploy/environment";
import { diskFaultInWords } from "@sogoc/embedded";

/** What went wrong on the way, in words where a disk, a path, a right or a setting is at fault. */
export const tellFailure = (
  error: unknown,
): { readonly isWrongSetting: boolean; readonly words: string } => ({
  isWrongSetting: error instanceof WrongConfiguration,
  words: diskFaultInWords(error) ?? (error instanceof Error ? error.message : String(error)),
});
