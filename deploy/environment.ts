/** The settings that say something: `NAME=` in a compose file or a shell is how one leaves a setting out. */
export const givenSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
