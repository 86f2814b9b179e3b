const noReading = /^(?:\s*0+\s*|[^\p{L}\p{N}]*)$/u;

/**
 * Whether a text is a zero, or holds but dots, dashes and the like: what people put where they have
 * nothing, and what seldom stands on the paper. Midnight, as `00:00`, is a time.
 */
export const saysNothing = (text: string): boolean => noReading.test(text);
